/// What a rung made of a race: a pure function of the run files, kept as RUN/.search/RACE-STEP.json, so that anyone can
/// judge again. A cell counts with its value at the step, never with the best so far; one that has none there is worst.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ganzoo::experiment {

/// A competitor: the seeds of one setting, by their median.
struct Judged {
  std::vector<std::string> cells;
  std::vector<double> values;         ///< of each cell at the step; NaN: none there, which is worst
  std::vector<std::int64_t> reached;  ///< of each cell, at most the step
  double score = 0;                   ///< NaN: worst
  std::int64_t rank = 0;              ///< 1: the best
  bool spare = false, kept = false;
};

struct Judgement {
  std::string name;                                       ///< of the file: "kl-1a2b3c4d-1000"
  std::vector<std::pair<std::string, std::string>> race;  ///< key → value, as TOML
  std::string metric, better;
  std::int64_t step = 0;  ///< 0: the end of the run
  double keep = 0;        ///< share; of the end none: one is kept
  std::vector<std::int64_t> confirm;
  std::vector<Judged> competitors;
};

/// Judges the race whose competitors' cells are given; none where one of them has neither reached the step nor is over.
/// Throws ganzoo::Error as log::read does, and usage where the metric has no direction.
std::optional<Judgement> judge(Judgement race, const std::filesystem::path& run);

/// "cut at step 1000: rank 9 of 12 by emd.w1 in divergence.name = js": the reason in the run file of a cell that is
/// cut.
std::string reason_of(const Judgement& judgement, const Judged& judged);

struct Cut {
  std::int64_t step = 0, rank = 0, of = 0;
  bool operator==(const Cut&) const = default;
};

/// What such a reason says; none of another.
std::optional<Cut> cut_in(const std::string& reason);

/// Writes the judgement where it is not there yet; one that differs stays beside it, under a number. Whether it differed.
bool keep(const Judgement& judgement, const std::filesystem::path& run);

/// The one that is kept under this name. Throws ganzoo::Error: environment where there is none to be read, corrupt where it is
/// none.
Judgement read_judgement(const std::filesystem::path& run, const std::string& name);

/// Those of a run, by name. Throws ganzoo::Error (corrupt) where one is none.
std::vector<Judgement> judgements_in(const std::filesystem::path& run);

/// What stands in RUN/.search but does not follow from the run files, a line each.
std::vector<std::string> untrue_judgements(const std::filesystem::path& run);

}  // namespace ganzoo::experiment
