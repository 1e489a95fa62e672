#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <ctime>
#include <ganzoo/os/signals.hpp>

namespace ganzoo::os {
namespace {

constexpr std::int64_t millisecond = 1'000'000;
/// Both presses of one hand, or the copies of one signal.
constexpr std::int64_t one_request = 100 * millisecond, patience = 5000 * millisecond;

std::atomic<int> first_signal{0};
std::atomic<std::int64_t> first_signal_at{0};
std::atomic<bool> again{false}, suspension{false}, warned{false};
int instances = 0;
static_assert(std::atomic<std::int64_t>::is_always_lock_free);

std::int64_t now() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<std::int64_t>(time.tv_sec) * 1000 * millisecond + time.tv_nsec;
}

/// Sent by a child of this process, or by what it has forked: each child leads a process group of its own.
bool is_from_a_child(const siginfo_t& signal) {
  if (signal.si_code > 0 || signal.si_pid <= 0 || signal.si_pid == getpid()) return false;
  const pid_t leader = getpgid(signal.si_pid);
  siginfo_t unused{};
  return leader > 0 && waitid(P_PID, static_cast<id_t>(leader), &unused, WEXITED | WNOHANG | WNOWAIT) == 0;
}

void note(int number) {
  if (number == SIGTSTP) {
    suspension = true;
  } else if (number == SIGUSR1) {
    warned = true;
  } else if (first_signal == 0) {
    first_signal_at = now();
    first_signal = number;
  } else if (now() - first_signal_at >= (number == SIGINT ? one_request : patience)) {
    again = true;
  }
}

void remember(int number, siginfo_t* signal, void*) {
  const int before = errno;
  if (!is_from_a_child(*signal)) note(number);
  errno = before;
}

}  // namespace

Signals::Signals() {
  if (instances++ == 0) {
    first_signal = 0;
    again = suspension = warned = false;
  }
  struct sigaction action {};
  action.sa_sigaction = remember;
  action.sa_flags = SA_SIGINFO;
  for (Caught& caught : caught_) {
    sigaction(caught.number, nullptr, &caught.before);
    const bool ignored = caught.before.sa_handler == SIG_IGN;
    if (!ignored || caught.number == SIGINT || caught.number == SIGTERM || caught.number == SIGUSR1)
      sigaction(caught.number, &action, nullptr);
  }
}

Signals::~Signals() {
  --instances;
  for (const Caught& caught : caught_) sigaction(caught.number, &caught.before, nullptr);
}

int Signals::asked() { return first_signal; }

bool Signals::insisted() { return again; }

bool Signals::time_is_up() { return warned; }

bool Signals::suspended() { return suspension.exchange(false); }

void Signals::suspend() {
  struct sigaction usual {
  }, ours{};
  usual.sa_handler = SIG_DFL;
  sigaction(SIGTSTP, &usual, &ours);
  raise(SIGTSTP);
  sigaction(SIGTSTP, &ours, nullptr);
}

}  // namespace ganzoo::os
