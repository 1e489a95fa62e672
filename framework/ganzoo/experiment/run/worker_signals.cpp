#include <csignal>
#include <ganzoo/experiment/run/worker_signals.hpp>

namespace ganzoo::experiment {

int WorkerSignals::caught() {
  if (os::Signals::asked() != 0) return os::Signals::asked();
  return os::Signals::time_is_up() ? SIGUSR1 : 0;
}

void WorkerSignals::pass_on(std::list<WorkerProcess>& workers) {
  if (os::Signals::suspended()) suspend(workers);
  if (caught() != 0 && !asked_to_stop_) {
    asked_to_stop_ = Clock::now();
    for (const WorkerProcess& worker : workers) worker.child.signal(SIGTERM);
  }
  if (os::Signals::insisted() || (asked_to_stop_ && Clock::now() > *asked_to_stop_ + stop_patience))
    for (WorkerProcess& worker : workers) worker.child.kill();
}

/// The time for which all are stopped counts for nothing.
void WorkerSignals::suspend(std::list<WorkerProcess>& workers) {
  const auto begin = Clock::now();
  for (const WorkerProcess& worker : workers) worker.suspend();
  os::Signals::suspend();
  for (const WorkerProcess& worker : workers) worker.child.signal_group(SIGCONT);
  const auto pause = Clock::now() - begin;
  if (asked_to_stop_) *asked_to_stop_ += pause;
  for (WorkerProcess& worker : workers) worker.extend(pause);
}

}  // namespace ganzoo::experiment
