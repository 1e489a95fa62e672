#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <ganzoo/core/error.hpp>
#include <ganzoo/log/probe.hpp>

namespace ganzoo::log {
namespace {

void limit(decltype(RLIMIT_CPU) resource, std::uint64_t value) {
  const rlimit bound{value, value};
  ::setrlimit(resource, &bound);
}

/// No core file, no message, no handler of ours, and an end: damage can send libhdf5 round in circles.
void isolate(std::uint64_t file_size) {
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_CPU, 2 + file_size / 20'000'000);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  limit(RLIMIT_AS, (std::uint64_t{1} << 29) + 16 * file_size);
#endif
  for (const int signal : {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGXCPU}) std::signal(signal, SIG_DFL);
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  ::dup2(nowhere, STDOUT_FILENO);
  ::dup2(nowhere, STDERR_FILENO);
}

}  // namespace

void survive(const std::filesystem::path& file, const std::function<void()>& act) {
  const pid_t child = ::fork();
  if (child < 0)
    throw Error(Exit::environment,
                fmt::format("{}: no process to read it in: {}", file.string(), std::strerror(errno)));
  if (child == 0) {
    std::error_code unknown;
    isolate(std::filesystem::file_size(file, unknown));
    try {
      act();
    } catch (...) {  // the parent meets the same and reports it
    }
    ::_exit(0);
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFSIGNALED(status) || (WIFEXITED(status) && WEXITSTATUS(status) != 0))
    throw Error(Exit::corrupt, fmt::format("{}: is so damaged that libhdf5 fails at it ({})", file.string(),
                                           WIFSIGNALED(status) ? ::strsignal(WTERMSIG(status)) : "sanitizer"));
}

}  // namespace ganzoo::log
