#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ganzoo/core/error.hpp>
#include <ganzoo/os/process.hpp>
#include <ganzoo/os/sanitized.hpp>
#include <thread>

extern char** environ;

namespace ganzoo::os {

namespace {

constexpr const char* parent_option = "--parent";

[[noreturn]] void refuse(const char* what, int reason) {
  throw Error(Exit::environment, fmt::format("{}: {}", what, std::strerror(reason)));
}

rlim_t limit_of_files() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur;
}

/// A duplicate far above the numbers that a child is given, so that placing one never covers another.
Descriptor lifted(int number) {
  constexpr int above = 64;
  const int copy = fcntl(number, F_DUPFD_CLOEXEC, above);
  if (copy < 0 && errno == EINVAL)
    throw Error(Exit::environment,
                fmt::format("the limit of open files is {}, but must be at least {}", limit_of_files(), 2 * above),
                "ulimit -n 1024");
  if (copy < 0) refuse("a descriptor cannot be duplicated", errno);
  return Descriptor(copy);
}

/// posix_spawn's file actions and attributes, freed at the end of the scope.
struct SpawnPlan {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;

  SpawnPlan() {
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    sigset_t none, reset;
    sigemptyset(&none);
    sigemptyset(&reset);
    for (int number : {SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGUSR1, SIGCHLD}) sigaddset(&reset, number);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &reset);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
  }

  void place(int from, int to) {
    if (from < 0)
      posix_spawn_file_actions_addopen(&actions, to, "/dev/null", O_RDWR, 0);
    else
      posix_spawn_file_actions_adddup2(&actions, from, to);
  }
};

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    reset();
    number_ = std::exchange(other.number_, -1);
  }
  return *this;
}

void Descriptor::reset() {
  if (number_ >= 0) ::close(std::exchange(number_, -1));
}

std::pair<Descriptor, Descriptor> make_pipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) refuse("a pipe cannot be made", errno);
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

Descriptor memory_file(const std::string& text) {
  Descriptor file(memfd_create("ganzoo", MFD_CLOEXEC));
  if (!file.open()) refuse("memory cannot be taken", errno);
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t n = ::write(file.get(), text.data() + done, text.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) refuse("memory cannot be taken", errno);
    done += static_cast<std::size_t>(n);
  }
  lseek(file.get(), 0, SEEK_SET);
  return file;
}

std::string Ending::text() const {
  return signalled ? fmt::format("killed by signal {} ({})", code, strsignal(code))
                   : fmt::format("exited with code {}", code);
}

Child Child::start(const std::string& verb, std::vector<std::string> arguments, const Wiring& wiring) {
  std::vector<std::string> words{"ganzoo", verb, parent_option, std::to_string(getpid())};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);

  SpawnPlan plan;
  std::vector<Descriptor> lifts;
  auto place = [&](int from, int to) {
    if (from >= 0) lifts.push_back(lifted(from));
    plan.place(from < 0 ? -1 : lifts.back().get(), to);
  };
  place(wiring.input, STDIN_FILENO);
  place(wiring.output, STDOUT_FILENO);
  place(wiring.error, STDERR_FILENO);
  for (const auto& [from, to] : wiring.more) place(from, to);

  pid_t pid = -1;
  const int failed = posix_spawn(&pid, "/proc/self/exe", &plan.actions, &plan.attributes, argv.data(), environ);
  if (failed != 0) refuse("a process cannot be started", failed);
  return Child(pid);
}

Child::Child(Child&& other) noexcept : pid_(std::exchange(other.pid_, -1)), ending_(other.ending_) {}

Child& Child::operator=(Child&& other) noexcept {
  if (this != &other) {
    if (pid_ > 0) kill();
    pid_ = std::exchange(other.pid_, -1);
    ending_ = other.ending_;
  }
  return *this;
}

Child::~Child() {
  if (pid_ > 0) kill();
}

std::optional<Ending> Child::ended() {
  if (ending_) return ending_;
  siginfo_t info{};
  if (waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid != pid_)
    return std::nullopt;
  return kill();
}

std::optional<Ending> Child::wait(std::chrono::milliseconds patience) {
  const auto until = std::chrono::steady_clock::now() + patience;
  while (!ended() && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  return ending_;
}

void Child::signal(int number) const {
  if (!ending_ && pid_ > 0) ::kill(pid_, number);
}

void Child::signal_group(int number) const {
  if (!ending_ && pid_ > 0) ::kill(-pid_, number);
}

Ending Child::kill() {
  if (ending_) return *ending_;
  // What it may have forked goes with it: its number is its group's until it is waited for.
  ::kill(-pid_, SIGKILL);
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  ending_ = WIFSIGNALED(status) ? Ending{true, WTERMSIG(status)} : Ending{false, WEXITSTATUS(status)};
  return *ending_;
}

bool is_child(int argc, char** argv) { return argc > 2 && std::strcmp(argv[2], parent_option) == 0; }

void die_with(pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(static_cast<int>(Exit::environment));
}

void limit_resources() {
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  if (sanitized) return;
  const rlim_t memory = static_cast<rlim_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<rlim_t>(sysconf(_SC_PAGE_SIZE));
  const rlim_t least = rlim_t{4} << 30;
  const rlimit space{std::max(memory, least), std::max(memory, least)};
  setrlimit(RLIMIT_AS, &space);
}

}  // namespace ganzoo::os
