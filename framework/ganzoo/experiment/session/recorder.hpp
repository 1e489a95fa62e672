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

class Recorder {
 public:
  /// `run` holds title, cell, seed, spec and provenance.
  Recorder(std::filesystem::path file, log::RunFile run, const Table& spec, Trainer& trainer,
           std::vector<NamedMetric>& metrics, std::int64_t steps);

  /// Takes up a run that was interrupted: its tables, samples, weights and the state of every component.
  void resume(log::RunFile then);

  /// Measures real against real, `draws` times, with metrics of its own: those of the run keep their state. Gives up where
  /// `go_on`, asked before each draw, is false. Takes no part of wall_time.
  void measure_floor(std::vector<NamedMetric> metrics, std::int64_t draws, const std::function<bool()>& go_on);

  /// Whatever is due at the trainer's step: a row, an evaluation, a snapshot. Throws Diverged as training does.
  void record();
  /// Commits where it is time to.
  void commit_when_due();
  /// Commits now. A finished or diverged run keeps no checkpoint unless log.keep_checkpoint.
  void commit(log::Status status, const std::string& reason = {});

  /// Seconds of training, those before an interruption included.
  double wall_time() const;

 private:
  using Clock = std::chrono::steady_clock;

  void add_row();
  void add_metrics();
  void add_snapshot();
  void evaluate(std::size_t& column, bool averaged);
  void evaluate_selection(std::size_t column);
  void checkpoint(Archive archive);
  void save_weights();

  std::filesystem::path file_;
  log::RunFile run_;
  Trainer& trainer_;
  std::vector<NamedMetric>& metrics_;
  std::int64_t steps_, row_every_, metrics_every_;
  std::set<std::int64_t> snapshot_steps_;
  bool keep_checkpoint_;
  std::string selected_;  ///< "modes.covered": measured on samples set aside too; "" none
  double commit_seconds_;

  Clock::time_point started_ = Clock::now(), committed_ = Clock::now();
  Clock::duration last_commit_{};
  double earlier_seconds_ = 0;
};

/// The steps of `count` snapshots, evenly spaced from the untrained to the trained generator; of one, the trained.
GANZOO_API std::set<std::int64_t> snapshot_steps(std::int64_t count, std::int64_t steps);

}  // namespace ganzoo::experiment
