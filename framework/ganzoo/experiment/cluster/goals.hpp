/// What each cell of a job is to come to next: its end; in a job with a [search], the next rung of its race, and behind it
/// the end that a judgement gives it. Any number of workers agree on that, since judgements follow from the run files.
#pragma once

#include <chrono>
#include <functional>
#include <ganzoo/experiment/claim/claims.hpp>
#include <ganzoo/experiment/cluster/job_folder.hpp>
#include <ganzoo/experiment/cluster/journal.hpp>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace ganzoo::experiment {

struct Goal {
  std::int64_t until = 0;  ///< pause there; 0: at the end
  std::string cut{};       ///< not empty: only record that it was cut, and why
};

class Goals {
 public:
  using Say = std::function<void(const std::string& line)>;

  /// Claims judgements as if they were cells, and notes them.
  Goals(const JobFolder& job, Claims& claims, Journal& journal, Say say);

  /// Takes in what all workers have done since, and judges each race whose cells have come so far.
  void update();
  /// What there is to do with a cell at this moment, by whomever.
  std::optional<Goal> of(std::size_t cell) const;
  /// Whether there may be more to do later than now, in a race of which no open cell is one that this worker `cannot` train.
  bool may_come(const std::function<bool(std::size_t)>& cannot) const;
  /// Cells that are not over, or not yet cut.
  std::size_t left() const;
  /// Of those, cells that wait for the judgement of their race.
  std::size_t waiting() const;

 private:
  using Clock = std::chrono::steady_clock;
  struct Heat {
    Contest contest;
    bool is_over = false;
    std::optional<Clock::time_point> stuck{};  ///< since when it could not be judged, though all have come so far
  };

  bool is_there(const std::string& cell) const;
  bool is_stalled(const Heat& heat) const;
  std::optional<Judgement> judgement_for(Heat& heat);
  std::optional<Judgement> judge_now(Heat& heat);
  void go_on(Heat& heat, const Judgement& judgement);
  void set(const std::vector<std::string>& cells, const Goal& goal);
  void advance(Heat& heat);

  const JobFolder& job_;
  Claims& claims_;
  Journal& journal_;
  Say say_;
  Journals journals_;
  std::vector<Heat> heats_;
  std::vector<std::optional<Goal>> goals_;
  std::unordered_map<std::string, std::size_t> index_;
};

}  // namespace ganzoo::experiment
