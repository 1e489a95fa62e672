/// What `ganzoo compare` was asked for, and its result in numbers: tables are made of this and of nothing else.
#pragma once

#include <filesystem>
#include <ganzoo/core/api.hpp>
#include <ganzoo/report/runs/frame.hpp>
#include <ganzoo/report/statistics/best_of.hpp>
#include <ganzoo/report/statistics/floor.hpp>
#include <ganzoo/report/statistics/improvement.hpp>
#include <ganzoo/report/statistics/interval.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ganzoo::report {

struct CompareOptions {
  std::vector<std::filesystem::path> paths;
  std::vector<std::string> by;             ///< keys; empty: what varies between the runs, but seed, over and tune
  std::vector<std::string> over;           ///< keys that are averaged over within each seed
  std::vector<std::string> tune;           ///< keys whose best values are chosen, on other seeds than are reported
  std::vector<std::int64_t> select_seeds;  ///< that choose; empty: the first half
  std::filesystem::path write_winners;     ///< a [[grid.zip]] of what was chosen; empty: none
  bool budget = false;                     ///< the best of k settings, for k = 1, 2, 4, …
  std::vector<std::string> metrics;        ///< columns of /metrics, or metrics: all their columns; empty: all
  std::string at = "last";                 ///< last | best | own-best | a step
  std::string diverged = "worst";          ///< worst | last: what a diverged run counts with
  std::string baseline;                    ///< value of a key (the first that has it); empty: none
  std::string test = "sign-flip";          ///< sign-flip | unpaired
  std::string interval = "auto";           ///< auto | student
  std::string summary = "auto";            ///< auto | iqm
  std::optional<double> margin;            ///< differences within it are as good as none
  std::string where;                       ///< expression over resolved keys (where.hpp)
  std::string axis = "step";               ///< step | critic_updates | real_seen | wall_time
  std::string sort;                        ///< by this key or metric; empty: by the groups' keys
  std::int64_t top = 0;                    ///< so many first groups are shown; 0: all
};

/// Against the baseline, over the seeds that both have.
struct Difference {
  std::vector<std::int64_t> seeds;
  std::string statistic;  ///< mean | signed ranks
  Interval interval;
  double mean, p, least_p, p_holm;
  double hodges_lehmann, dz;
  double guaranteed_low, guaranteed_high;  ///< Gaffke's; NaN of an unbounded quantity
  Improvement improvement;
  double equivalence_p;  ///< NaN where no margin was given
};

/// One measure of one group.
struct Summary {
  std::vector<std::int64_t> seeds;      ///< that count, ascending
  std::vector<double> runs;             ///< what each counts with
  std::vector<std::int64_t> undefined;  ///< seeds without a number
  Interval interval;
  double mean, median, worst;
  std::vector<std::optional<Mark>> marks;  ///< of each run, where there is a floor
  std::optional<Mark> mark;                ///< of the centre
  bool among_best = false;                 ///< the best group, or not significantly worse; only where another is
  std::optional<Difference> difference;
  std::string no_difference;  ///< why there is none, where there is a baseline
};

/// What --tune chose for a group.
struct Tuned {
  std::map<std::string, std::string> setting;  ///< the winner's values, as TOML
  std::size_t settings = 0;
  std::vector<std::int64_t> selection_seeds, report_seeds;
  std::vector<double> scores;  ///< of each setting on the selection seeds
  double optimism;             ///< by how much the winner's score flatters its report
};

struct Group {
  std::vector<std::pair<std::string, std::string>> key;  ///< by-key → value: TOML, a component or text by its name
  std::map<std::string, std::string> goes_with;          ///< keys that differ between the groups too
  std::map<std::string, std::string> values_of_key;      ///< by-key → TOML, whole
  std::vector<std::int64_t> seeds, missing_seeds;
  std::int64_t settings = 1, runs = 0, diverged = 0, unfinished = 0, failed = 0, ran_away = 0, copies = 0, cut = 0;
  std::string cut_at;  ///< of a group that a search cut: "cut at 1000 (9 of 12)"; its values are those there, unranked
  std::vector<Summary> values;  ///< aligned with Comparison::measures
  bool is_baseline = false;
  std::optional<Tuned> tuned;
  std::vector<BestOf> budget;            ///< of the first measure
  std::vector<double> reported_of_best;  ///< likewise, of the settings that win
};

/// Real against real, over the runs that were measured alike.
struct MeasureFloor {
  std::int64_t samples = 0;
  Floor floor;
};

struct Comparison {
  std::vector<std::string> by, over, tune;
  std::vector<Measure> measures;
  std::vector<std::string> rules;                   ///< of each measure's intervals: gaffke | order statistics | …
  std::vector<std::optional<MeasureFloor>> floors;  ///< aligned with measures
  std::vector<Group> groups;
  std::string title, at, selected_on, place, baseline, test;
  std::string chosen_by;    ///< of --at best: samples set aside | the other seeds
  std::int64_t family = 0;  ///< groups that Holm's correction counts
  std::optional<double> margin;
  std::string spent;                 ///< by a search: budget_of (runs/searched.hpp)
  std::vector<std::string> notices;  ///< one line each, for stderr
};

}  // namespace ganzoo::report
