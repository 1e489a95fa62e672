#include <atomic>
#include <cstdint>
#include <ctime>
#include <ganzoo/os/interrupts.hpp>

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

void remember(int number) {
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

}  // namespace

Interrupts::Interrupts() {
  if (instances++ == 0) {
    first_signal = 0;
    again = suspension = warned = false;
  }
  struct sigaction action {};
  action.sa_handler = remember;
  for (Caught& caught : caught_) {
    sigaction(caught.number, nullptr, &caught.before);
    const bool ignored = caught.before.sa_handler == SIG_IGN;
    if (!ignored || caught.number == SIGINT || caught.number == SIGTERM || caught.number == SIGUSR1)
      sigaction(caught.number, &action, nullptr);
  }
}

Interrupts::~Interrupts() {
  --instances;
  for (const Caught& caught : caught_) sigaction(caught.number, &caught.before, nullptr);
}

int Interrupts::asked() { return first_signal; }

bool Interrupts::insisted() { return again; }

bool Interrupts::time_is_up() { return warned; }

bool Interrupts::suspended() { return suspension.exchange(false); }

void Interrupts::suspend() {
  struct sigaction usual {
  }, ours{};
  usual.sa_handler = SIG_DFL;
  sigaction(SIGTSTP, &usual, &ours);
  raise(SIGTSTP);
  sigaction(SIGTSTP, &ours, nullptr);
}

}  // namespace ganzoo::os
