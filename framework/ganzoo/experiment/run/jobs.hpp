/// Where a fleet of workers gets its jobs from, and whom it tells what became of them.
#pragma once

#include <cstddef>
#include <ganzoo/experiment/run/verdict.hpp>
#include <ganzoo/experiment/run/worker_process.hpp>
#include <optional>
#include <utility>
#include <vector>

namespace ganzoo::experiment {

class Jobs {
 public:
  virtual ~Jobs() = default;
  /// The next one, where there is one at this moment; the n-th is the n-th cell of the fleet's progress.
  virtual std::optional<Job> next() = 0;
  /// No more will come, whatever becomes of those that are being done.
  virtual bool is_exhausted() const = 0;
  /// What became of the index-th that was given.
  virtual void became(std::size_t index, const Outcome& outcome) = 0;
  /// Called between two looks at the workers, every tenth of a second or so.
  virtual void tick() {}
};

/// All known beforehand.
class JobList : public Jobs {
 public:
  explicit JobList(std::vector<Job> jobs) : jobs_(std::move(jobs)), outcomes_(jobs_.size()) {}

  std::optional<Job> next() override { return is_exhausted() ? std::nullopt : std::optional(jobs_[given_++]); }
  bool is_exhausted() const override { return given_ == jobs_.size(); }
  void became(std::size_t index, const Outcome& outcome) override { outcomes_[index] = outcome; }

  /// Of each job, not started where it was not given.
  const std::vector<Outcome>& outcomes() const { return outcomes_; }

 private:
  std::vector<Job> jobs_;
  std::size_t given_ = 0;
  std::vector<Outcome> outcomes_;
};

}  // namespace ganzoo::experiment
