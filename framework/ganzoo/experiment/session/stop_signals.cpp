#include <ctime>
#include <ganzoo/core/link.hpp>
#include <ganzoo/experiment/session/stop_signals.hpp>

namespace ganzoo::experiment {
namespace {

volatile std::sig_atomic_t came = 0;

extern "C" void remember_signal(int number) { came = number; }

sigset_t handed_on() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR2);
  return set;
}

/// The next of them that waits, or −1.
int take(const sigset_t& requests) {
  const timespec at_once{};
  return sigtimedwait(&requests, nullptr, &at_once);
}

}  // namespace

StopSignals::StopSignals() {
  came = 0;
  const sigset_t held_back = all();
  pthread_sigmask(SIG_BLOCK, &held_back, &mask_);
  struct sigaction action {};
  action.sa_handler = remember_signal;
  action.sa_flags = SA_ONSTACK;
  for (std::size_t i = 0; i < std::size(requests); ++i) sigaction(requests[i], &action, &before_[i]);
}

StopSignals::~StopSignals() {
  while (take(all()) > 0) {  // answered already, by a run that stopped or was over
  }
  for (std::size_t i = 0; i < std::size(requests); ++i) sigaction(requests[i], &before_[i], nullptr);
  pthread_sigmask(SIG_SETMASK, &mask_, nullptr);
}

sigset_t StopSignals::all() {
  sigset_t set;
  sigemptyset(&set);
  for (const int number : requests) sigaddset(&set, number);
  return set;
}

int stop_signal() {
  if (came == 0)
    if (const int number = take(StopSignals::all()); number > 0) came = number;
  if (came == 0 && process_link() && take(handed_on()) > 0) came = SIGTERM;
  return came;
}

void stop_by(int number) { came = number; }

}  // namespace ganzoo::experiment
