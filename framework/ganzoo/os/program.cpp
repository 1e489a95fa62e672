#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <ganzoo/core/error.hpp>
#include <ganzoo/os/program.hpp>

extern char** environ;

namespace ganzoo::os {
namespace {

/// posix_spawn's file actions and attributes: the three streams, and signals as a program expects them.
struct Plan {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;

  Plan(int out, int err) {
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, err, STDERR_FILENO);
    posix_spawnattr_init(&attributes);
    sigset_t usual;
    sigemptyset(&usual);
    for (const int number : {SIGPIPE, SIGXFSZ}) sigaddset(&usual, number);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  }
  Plan(const Plan&) = delete;
  Plan& operator=(const Plan&) = delete;
  ~Plan() {
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
  }
};

/// All that a file in memory holds.
std::string text_of(const Descriptor& file) {
  std::string text;
  char part[4096];
  for (ssize_t n; (n = ::pread(file.get(), part, sizeof part, static_cast<off_t>(text.size()))) > 0;)
    text.append(part, static_cast<std::size_t>(n));
  return text;
}

Ending wait_for(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFSIGNALED(status) ? Ending{true, WTERMSIG(status)} : Ending{false, WEXITSTATUS(status)};
}

}  // namespace

std::string Ran::reason() const {
  const std::size_t end = err.find_last_not_of("\n ");
  if (end == std::string::npos) return ending.text();
  const std::size_t begin = err.rfind('\n', end);
  return err.substr(begin == std::string::npos ? 0 : begin + 1, end - (begin == std::string::npos ? 0 : begin + 1) + 1);
}

Ran run_program(const std::vector<std::string>& words) {
  const Descriptor out = memory_file(""), err = memory_file("");
  std::vector<char*> argv;
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  const Plan plan(out.get(), err.get());
  pid_t child = 0;
  const int failed = posix_spawnp(&child, argv[0], &plan.actions, &plan.attributes, argv.data(), environ);
  if (failed == ENOENT) return {.is_missing = true};
  if (failed != 0) throw Error(Exit::environment, fmt::format("{}: {}", words[0], std::strerror(failed)));
  const Ending ending = wait_for(child);
  return {.ending = ending, .is_missing = false, .out = text_of(out), .err = text_of(err)};
}

}  // namespace ganzoo::os
