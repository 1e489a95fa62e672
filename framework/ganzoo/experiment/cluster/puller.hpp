/// The jobs of one worker among others: claims a cell that nobody has, and gives it back when it is trained.
#pragma once

#include <chrono>
#include <ganzoo/experiment/claim/claims.hpp>
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

  /// The first cell of the list that is neither over nor claimed. Where there is none, claims of workers that are gone are
  /// taken away; one worker of a job waits for those of the living, in case they die.
  std::optional<Job> next() override;
  bool is_exhausted() const override { return is_exhausted_; }
  void became(std::size_t index, const Outcome& outcome) override;
  void tick() override;

  /// Cells of the job that are not over, whoever has them.
  std::size_t open();
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

  bool is_open(std::size_t cell) const;
  std::optional<Job> claim_one();
  std::optional<Job> consider(std::size_t cell, Claim claim);
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
  Journals journals_;
  std::vector<Given> given_;
  std::set<std::size_t> tried_;                     ///< ended here without being over: for others, or for later
  std::map<std::size_t, Clock::time_point> later_;  ///< locked by a process of this host
  std::map<std::string, std::size_t> other_isa_;    ///< its instruction set → cells that wait for it
  std::set<std::size_t> waits_for_isa_;
  std::optional<Claim> tail_;  ///< held by the one that waits
  Clock::time_point look_again_{};
  std::size_t went_elsewhere_ = 0;
  bool is_exhausted_ = false, has_progressed_ = false;
};

}  // namespace ganzoo::experiment
