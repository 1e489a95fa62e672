#include <fmt/format.h>
#include <unistd.h>

#include <csignal>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/cluster/program_files.hpp>
#include <ganzoo/experiment/cluster/puller.hpp>
#include <ganzoo/experiment/cluster/slurm.hpp>
#include <ganzoo/experiment/cluster/task.hpp>
#include <ganzoo/experiment/run/cores.hpp>
#include <ganzoo/experiment/run/fleet.hpp>
#include <ganzoo/experiment/run/run_folder.hpp>
#include <ganzoo/nn/engine.hpp>
#include <ganzoo/os/host.hpp>
#include <ganzoo/os/signals.hpp>

namespace ganzoo::experiment {
namespace {

Holder this_worker(double lease) {
  return {.token = {}, .host = os::host_name(), .process = getpid(), .task = slurm::own_task(), .lease = lease};
}

/// What SIGUSR1 asks for: the same task again, later, unless that would be in vain.
int after_the_time(Puller& puller, Progress& progress, int code) {
  const std::size_t open = puller.open();
  if (open == 0) return code;
  if (puller.has_trained() && !puller.has_progressed())
    throw Error(Exit::cells_failed, "no progress in the time limit: no cell came any further than it was",
                "raise --time");
  const std::string task = slurm::own_task();
  const std::string refusal = task.empty() ? "it is no job of Slurm's" : slurm::requeue(task);
  if (refusal.empty())
    progress.say(fmt::format("task {} is in the queue again; Slurm starts it in two minutes at the earliest", task));
  else
    progress.say(
        fmt::format("notice: not in the queue again: {}; {} cells are left to the next submit", refusal, open));
  return 128 + SIGTERM;
}

}  // namespace

int run_task(const TaskOptions& options) {
  const os::Signals signals;
  const JobFolder job(options.folder);
  const JobSettings& settings = job.settings();
  require_same_program(settings.program);
  const RunFolder folder(settings.run, {.claims_cells = true});
  Journal journal(job.path() / "workers");
  Claims claims(settings.run, this_worker(settings.lease));
  Progress progress({}, Progress::style(options.quiet), options.verbose && !options.quiet);
  Ledger ledger(progress, options.quiet, 0);
  Puller puller(job, claims, journal, progress, ledger, nn::Engine::isa());
  const int caught = run_fleet(puller, cells_at_once(options.jobs, settings.threads),
                               std::chrono::seconds(settings.timeout), progress);
  puller.notices();
  ledger.searched(puller.cut(), puller.waiting());
  const int code = ledger.close(caught, settings.run);
  return caught == SIGUSR1 ? after_the_time(puller, progress, code) : code;
}

}  // namespace ganzoo::experiment
