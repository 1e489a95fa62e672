/// What a run has to say about its cells: each one's error, and in the end what is done, what is left, and the exit code
/// that it amounts to.
#pragma once

#include <cstddef>
#include <filesystem>
#include <ganzoo/experiment/run/plan.hpp>
#include <ganzoo/experiment/run/progress.hpp>
#include <ganzoo/experiment/run/verdict.hpp>
#include <map>
#include <string>
#include <vector>

namespace ganzoo::experiment {

class Ledger {
 public:
  /// `not_chosen`: cells of the experiment that this run was told to leave alone.
  Ledger(Progress& progress, bool quiet, std::size_t not_chosen)
      : progress_(progress), quiet_(quiet), not_chosen_(not_chosen) {}

  void decided(const Cell& cell, const Decision& decision, const CellState& state);
  void became(const std::string& cell, const Outcome& outcome);
  /// Of a search: cells that go no farther, and those whose race cannot be judged yet.
  void searched(std::size_t cut, std::size_t waiting) { cut_ = cut, waiting_ = waiting; }
  /// Of finished cells that were trained with something else than there is now.
  void notices();
  /// The last line, and the exit code. `caught`: the signal that stopped the run, or 0.
  int close(int caught, const std::filesystem::path& out);
  /// "3 finished, 0 diverged, 1 failed, 0 skipped".
  std::string counts() const;
  /// What the errors so far amount to.
  int code() const { return code_; }

 private:
  void complain(const std::string& cell, const std::vector<Complaint>& complaints, Exit code);
  int interrupted_by(int caught) const;

  Progress& progress_;
  bool quiet_;
  int code_ = 0, interrupted_code_ = 0;
  std::size_t finished_ = 0, diverged_ = 0, failed_ = 0, skipped_ = 0, interrupted_ = 0, not_started_ = 0, cut_ = 0,
              waiting_ = 0, not_chosen_, errors_ = 0;
  std::map<std::string, std::size_t> changed_;
};

}  // namespace ganzoo::experiment
