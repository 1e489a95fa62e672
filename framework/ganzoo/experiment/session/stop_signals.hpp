/// SIGINT, SIGTERM and SIGXCPU as a question that training asks: is it to stop? No signal's handler ever runs amid its
/// arithmetic.
#pragma once

#include <csignal>
#include <iterator>

namespace ganzoo::experiment {

/// As long as one lives, this thread and those that it makes hold them back until stop_signal() takes them: oneDNN's
/// products in AVX-512 let the stack pointer point into the heap, where a handler's frame would overwrite what lies below.
/// A thread made earlier that lets them through sets the answer by a handler, on the stack of crash reports.
class StopSignals {
 public:
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  static sigset_t all();

 private:
  sigset_t mask_{};
  static constexpr int requests[]{SIGINT, SIGTERM, SIGXCPU};
  struct sigaction before_[std::size(requests)]{};
};

/// The number of the first that came since a StopSignals began to live, or 0. SIGUSR2 to one of several processes, which
/// have held it back since they began, counts as SIGTERM: mpirun hands it on to all, where SIGTERM would have it kill them.
int stop_signal();
/// From here on it is that number: another process of the run was asked.
void stop_by(int number);

}  // namespace ganzoo::experiment
