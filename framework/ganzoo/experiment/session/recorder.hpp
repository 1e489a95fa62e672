/// What a session writes: rows, metrics, snapshots, weights and checkpoint, gathered in one RunFile and committed
/// whole.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <ganzoo/experiment/session/players.hpp>
#include <ganzoo/log/run_file.hpp>
#include <ganzoo/train/trainer.hpp>
#include <set>
#include <vector>

namespace ganzoo::experiment {

/// Thrown out of an evaluation that is left because the run is to stop; no std::exception, which a component may catch.
struct Interrupted {};

class Recorder {
 public:
  /// `run` holds title, cell, seed, spec and provenance. `stop`: whether the run is to stop, asked again and again
  /// during an evaluation. `fence` is asked before each commit takes its place.
  Recorder(
      std::filesystem::path file, log::RunFile run, const Table& spec, Trainer& trainer,
      std::vector<NamedMetric>& metrics, std::int64_t steps, std::function<bool()> stop = [] { return false; },
      os::Fence fence = {});

  /// Takes up a run that was interrupted: weights, the state of every component, and the tables and samples up to there.
  void resume(log::RunFile then);

  /// Measures real against real, `draws` times, with metrics of its own: those of the run keep their state. `beat` is
  /// called before each draw. Takes no part of wall_time. Throws Interrupted, and has then measured nothing.
  void measure_floor(std::vector<NamedMetric> metrics, std::int64_t draws, const std::function<void()>& beat);

  /// Whatever is due at the trainer's step and not there yet: a row, an evaluation, a snapshot. Throws Diverged as
  /// training does, or Interrupted: the evaluation has then left no trace, and is made when the run goes on.
  void record();
  /// It is time to commit.
  bool is_due() const;
  /// Commits where it is time to.
  void commit_when_due();
  /// Commits now. A finished or diverged run keeps no checkpoint unless log.keep_checkpoint.
  void commit(log::Status status, const std::string& reason = {});
  /// Commits what is recorded up to a failure, with the weights and the checkpoint of the last commit: those of now may
  /// be in the middle of a step.
  void commit_failure(const std::string& reason);

  /// Seconds of training, those before an interruption included.
  double wall_time() const;

 private:
  using Clock = std::chrono::steady_clock;

  void add_row();
  void add_metrics();
  void add_snapshot();
  void leave_in_time() const;
  std::vector<double> evaluate();
  void evaluate(bool averaged, std::vector<double>& row);
  void show_critic(Metric&);
  void evaluate_selection(std::vector<double>& row);
  void checkpoint(Archive archive);
  void metric_states(const Archive& archive);

  std::filesystem::path file_;
  log::RunFile run_;
  Trainer& trainer_;
  std::vector<NamedMetric>& metrics_;
  std::int64_t steps_, row_every_, metrics_every_;
  std::set<std::int64_t> snapshot_steps_;
  bool keep_checkpoint_;
  std::string selected_;  ///< "modes.covered": measured on samples set aside too; "" none
  double commit_seconds_;
  std::function<bool()> stop_;
  os::Fence fence_;

  Clock::time_point started_ = Clock::now(), committed_ = Clock::now();
  Clock::duration last_commit_{}, last_evaluation_{};
  bool has_committed_ = false;  ///< the file holds a commit of this run
  double earlier_seconds_ = 0;
};

}  // namespace ganzoo::experiment
