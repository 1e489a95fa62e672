/// The jobs of one worker among others: claims a cell that nobody has and that has somewhere to come to, and gives it back
/// when it is there.
#pragma once

#include <chrono>
#include <ganzoo/experiment/claim/claims.hpp>
#include <ganzoo/experiment/cluster/goals.hpp>
#include <ganzoo/experiment/cluster/job_folder.hpp>
#include <ganzoo/experiment/cluster/journal.hpp>
#include <ganzoo/experiment/run/jobs.hpp>
#include <ganzoo/experiment/run/ledger.hpp>
#include <ganzoo/experiment/run/progress.hpp>
#include <map>
#include <set>
#include <string>

namespace ganzoo::experiment {

class Puller : public Jobs {
 public:
  /// `isa`: this machine's instruction set, which a run that was begun on another one does not go on with.
  Puller(const JobFolder& job, Claims& claims, Journal& journal, Progress& progress, Ledger& ledger, std::string isa);

  /// The first cell of the list that is neither over nor claimed; of a search, of those that have the shortest way to go.
  /// Where there is none, claims of workers that are gone are taken away; one worker of a job waits for those of the living,
  /// in case they die; and all wait where a judgement may open more cells.
  std::optional<Job> next() override;
  bool is_exhausted() const override { return is_exhausted_; }
  void became(std::size_t index, const Outcome& outcome) override;
  void tick() override;

  /// Cells of the job that are not where they are to come to, whoever has them.
  std::size_t open();
  /// Cells that this worker has recorded as cut, and those that wait for the judgement of their race.
  std::size_t cut() const { return cut_; }
  std::size_t waiting() const { return goals_.waiting(); }
  /// Whether a cell came further, or was over, in this process's hands.
  bool has_progressed() const { return has_progressed_; }
  bool has_trained() const { return !given_.empty(); }
  /// What there is to say in the end: cells that wait for another machine, or went to another worker.
  void notices() const;

 private:
  using Clock = std::chrono::steady_clock;
  struct Given {
    std::size_t cell;
    std::int64_t first_step;
    std::optional<Claim> claim;
  };

  bool cannot(std::size_t cell) const { return tried_.contains(cell) || waits_for_isa_.contains(cell); }
  bool is_open(std::size_t cell) const { return !cannot(cell) && goals_.of(cell); }
  std::vector<std::size_t> open_cells() const;
  std::optional<Job> claim_one();
  std::optional<Job> consider(std::size_t cell, Claim claim);
  std::string reason_to_pass(const Job& job, const Goal& goal, const CellState& state, bool written) const;
  bool is_unreadable(const Job& job, const CellState& state, std::size_t cell);
  Job given(std::size_t cell, Job job, const CellState& state, Claim claim);
  void pass_over(std::size_t cell, const std::string& why, std::int64_t step);
  bool free_the_dead();
  void wait_or_end();
  void note_end(const Given& given, const Outcome& outcome);

  const JobFolder& job_;
  Claims& claims_;
  Journal& journal_;
  Progress& progress_;
  Ledger& ledger_;
  std::string isa_;
  Goals goals_;
  std::vector<Given> given_;
  std::set<std::size_t> tried_;                     ///< ended here without being over: for others, or for later
  std::map<std::size_t, Clock::time_point> later_;  ///< locked by a process of this host
  std::map<std::string, std::size_t> other_isa_;    ///< its instruction set → cells that wait for it
  std::set<std::size_t> waits_for_isa_;
  std::optional<Claim> tail_;  ///< held by the one that waits
  Clock::time_point look_again_{};
  std::chrono::milliseconds wait_;  ///< between two looks, longer each time that there was nothing
  std::size_t went_elsewhere_ = 0, cut_ = 0;
  bool is_exhausted_ = false, has_progressed_ = false;
  bool has_passed_over_ = false;  ///< cells, which may have opened others
};

}  // namespace ganzoo::experiment
