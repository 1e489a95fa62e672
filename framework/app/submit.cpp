/// `ganzoo submit`: the grid of an experiment on Slurm.
#include <ganzoo/experiment/cluster/submit.hpp>
#include <memory>

#include "command.hpp"

namespace ganzoo::app::submit_verb {
namespace {

void declare(ganzoo::app::Command& verb) {
  auto options = std::make_shared<ganzoo::experiment::SubmitOptions>();
  verb.option("experiment", options->run.experiment, "the experiment file").required().called("EXPERIMENT.toml");
  verb.option("overrides", options->run.overrides, "a path into the file and what to put there, as run takes it")
      .called("KEY=VALUE");
  verb.option("--with", options->run.with, "what `compare --tune --write-winners` chose, as run takes it")
      .called("WINNERS.toml");
  verb.option("--out", options->run.out, "the run's folder, which all nodes see; default runs/<title>").called("DIR");
  verb.option("--tasks", options->tasks,
              "workers, each of which trains cell after cell; default: a cell each, at most 64")
      .in(1, 100'000)
      .called("W");
  verb.option("--at-once", options->at_once, "of which so many at once").in(1, 100'000).called("N");
  verb.option("--time", options->time,
              "a worker's time limit, HH:MM, HH:MM:SS or D-HH:MM; it commits before that, and starts again")
      .called("HH:MM");
  verb.option("--mem", options->mem, "memory of a worker: 4G").called("SIZE");
  verb.option("--processes", options->run.processes,
              "each cell by so many processes, as run takes them; a worker has so many tasks of Slurm's")
      .in(1, 4096)
      .called("P");
  verb.option("--only", options->run.only, "only the cells whose id matches").called("GLOB");
  verb.option("--retry", options->run.retry, "train failed cells again, from their last commit");
  verb.option("--uncut", options->run.uncut, "train every cell to its end, as though the experiment had no [search]");
  verb.option("--timeout", options->run.timeout, "seconds in which a cell must do its next step, as run takes them")
      .in(0, 31'536'000)
      .called("SECONDS");
  verb.option("--add", options->add, "send more workers for the same cells beside those that there are");
  verb.option("--then-report", options->then_report,
              "when the job is over, whatever became of it: compare.md and report.html in DIR");
  verb.option("--wait", options->wait, "return when the job is over, with what became of the cells");
  verb.option("--print", options->print,
              "write the job's folder and print its script, for another scheduler; submit nothing");
  verb.rest(options->sbatch, "options of sbatch's own: -- --partition=long --account=me").called("SBATCH-OPTION");
  verb.notes =
      "Reads, checks and rehearses as run does, hands an array of workers to Slurm and returns: no process stays "
      "behind.\n"
      "Each worker claims cells that nobody trains, the longest first. What is over is skipped, what was interrupted "
      "goes\n"
      "on, with the bits of an undisturbed run: the same command again is always right. With a [search] the workers "
      "judge at\n"
      "its rungs, and come to the same survivors as run. A node that is lost, a time "
      "limit\n"
      "and a preemption lose nothing but the steps since the last commit. framework/docs/cluster.md tells the rest.";
  verb.runs([options] {
    options->run.quiet = ganzoo::app::settings().quiet;
    options->run.verbose = ganzoo::app::settings().verbose;
    return ganzoo::experiment::submit(*options);
  });
}

const ganzoo::app::Registered verb{"submit", "an experiment's grid on Slurm: the same cells, the same bits", declare};

}  // namespace
}  // namespace ganzoo::app::submit_verb
