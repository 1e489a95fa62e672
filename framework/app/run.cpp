#include <fmt/format.h>

#include <charconv>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/cluster/task.hpp>
#include <ganzoo/experiment/run/supervisor.hpp>
#include <memory>
#include <string>

#include "command.hpp"

namespace ganzoo::app::run_verb {
namespace {

/// "2/8" → the third of eight.
void read_shard(const std::string& text, ganzoo::experiment::RunOptions& options) {
  const char* end = text.data() + text.size();
  const auto [slash, first] = std::from_chars(text.data(), end, options.shard);
  const bool divided = first == std::errc() && slash != end && *slash == '/';
  const auto [last, second] = divided ? std::from_chars(slash + 1, end, options.shards)
                                      : std::from_chars_result{text.data(), std::errc::invalid_argument};
  if (second != std::errc() || last != end || options.shards < 1 || options.shard < 0 ||
      options.shard >= options.shards)
    throw ganzoo::Error(ganzoo::Exit::usage, fmt::format("--shard is {}, but must be I/N with 0 <= I < N", text),
                        "--shard 0/4 takes the cells 0, 4, 8, …");
}

/// A job's worker has been told all else by `submit`.
void require_alone(const ganzoo::experiment::RunOptions& options) {
  const ganzoo::experiment::RunOptions untouched;
  const bool alone = options.experiment.empty() && options.overrides.empty() && options.with.empty() &&
                     options.out.empty() && options.only.empty() && options.shards == 1 &&
                     options.timeout == untouched.timeout && options.processes == 1 && !options.base && !options.list &&
                     !options.retry && !options.fresh;
  if (!alone)
    throw ganzoo::Error(ganzoo::Exit::usage, "--task stands beside another option than --jobs, but must stand alone",
                        "what a job's workers do was told to ganzoo submit");
}

void declare(ganzoo::app::Command& verb) {
  auto options = std::make_shared<ganzoo::experiment::RunOptions>();
  auto shard = std::make_shared<std::string>();
  auto task = std::make_shared<std::filesystem::path>();
  verb.option("experiment", options->experiment,
              "the experiment file; or a cell's run.h5, to train that cell from the spec it holds")
      .required_without("--task")
      .called("EXPERIMENT.toml");
  verb.option("overrides", options->overrides,
              "a path into the file and what to put there, TOML or a string: divergence.name=kl grid.seed=[0,1]")
      .called("KEY=VALUE");
  verb.option(
          "--with", options->with,
          "what `compare --tune --write-winners` chose: its settings in place of the grid's axes over the same keys; "
          "give other seeds with grid.seed=[…]")
      .called("WINNERS.toml");
  verb.option("--out", options->out, "the run's folder; default runs/<title>, of a run.h5 the run it lies in")
      .called("DIR");
  verb.option("--jobs", options->jobs,
              "cells trained at once; default: cores (SLURM_CPUS_PER_TASK where that is less) / threads a cell")
      .in(1, 4096)
      .called("N");
  verb.option("--processes", options->processes,
              "each cell by so many processes, as many as its train.threads and with their bits, started by mpirun; "
              "needs MPI")
      .in(1, 4096)
      .called("P");
  verb.option("--timeout", options->timeout,
              "seconds after which a cell that has not done its next step (or begun) is killed and has failed; "
              "0: never; default 1800")
      .in(0, 31'536'000)
      .called("SECONDS");
  verb.option("--shard", *shard,
              "every N-th cell from the I-th on, 0 <= I < N: for clusters; shards of one N may run at "
              "once into one folder")
      .called("I/N");
  verb.option("--base", options->base, "ignore [grid]: one cell");
  verb.option("--list", options->list, "print the cells, their number and what each ignores; run nothing");
  verb.option("--only", options->only, "only the cells whose id matches").called("GLOB");
  verb.option("--retry", options->retry, "run failed cells again, from their last commit");
  verb.option(
          "--task", *task,
          "be one worker of the job that submit has put there, RUN/.submit/K: what its script calls, and what may be "
          "called by hand on every machine that sees the folder; of the other options only --jobs")
      .called("JOB");
  verb.option("--fresh", options->fresh, "run every cell again");
  verb.option("--uncut", options->uncut, "train every cell to its end, as though the experiment had no [search]");
  verb.notes =
      "KEY=VALUE for a key that the grid varies replaces that axis, and the run says so; one that an axis or a\n"
      "[[grid.set]] would undo is refused. grid.KEY=[…] gives an axis other values, --base ignores them all.\n"
      "SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2 or SIGXCPU: every cell commits, and the same command goes on there. "
      "A\n"
      "second Ctrl-C, or any signal five seconds later, does not wait for that.\n"
      "With a [search] each race's worst settings stop at its rungs; that is a result, and no error. What stays "
      "follows from\n"
      "the run files alone: the same command, stopped and given again, ends the same.\n"
      "With --verbose: a line for what is done with each cell (starts, resumes at step N, is skipped, …) and for each\n"
      "worker's start and end. With --quiet: errors only.";
  verb.runs([options, shard, task] {
    if (!shard->empty()) read_shard(*shard, *options);
    options->quiet = ganzoo::app::settings().quiet;
    options->verbose = ganzoo::app::settings().verbose;
    if (!task->empty()) {
      require_alone(*options);
      return ganzoo::experiment::run_task({*task, options->jobs, options->quiet, options->verbose});
    }
    return ganzoo::experiment::run(*options);
  });
}

const ganzoo::app::Registered verb{"run", "train every cell of an experiment's grid; go on where it stopped", declare};

}  // namespace
}  // namespace ganzoo::app::run_verb
