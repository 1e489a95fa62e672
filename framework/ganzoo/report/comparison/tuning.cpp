#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/os/files.hpp>
#include <ganzoo/report/comparison/tuning.hpp>
#include <ganzoo/report/statistics/choice.hpp>
#include <set>

namespace ganzoo::report {
namespace {

using Seeds = std::vector<std::int64_t>;

Seeds common_seeds(const std::vector<Cohort>& cohorts) {
  Seeds common = cohorts.front().seeds();
  for (const Cohort& cohort : cohorts)
    for (const Setting& setting : cohort.settings)
      std::erase_if(common, [&](std::int64_t seed) { return !setting.run_of_seed.contains(seed); });
  return common;
}

std::string text(const Seeds& seeds) { return seeds.empty() ? "none" : fmt::format("{}", fmt::join(seeds, ", ")); }

void require_complete(const Frame& frame, const std::vector<Cohort>& cohorts, const Keys& keys, const Reader& reader,
                      const SeedShares& seeds) {
  for (const Cohort& cohort : cohorts)
    for (const Setting& setting : cohort.settings) {
      const auto spots = reader.spots(setting, name_of(cohort, keys));
      for (const Seeds* share : {&seeds.selection, &seeds.report})
        for (const std::int64_t seed : *share) {
          const std::size_t run = setting.run_of_seed.at(seed);
          if (!reader.value(run, 0, spots.at(run)))
            throw Error(
                Exit::usage,
                fmt::format("--tune: {} is {} and has no value of {}, but none may be missing", frame.runs[run].name(),
                            log::name_of(frame.runs[run].log->status), frame.measures.front().name),
                "finish it (ganzoo run --retry), or leave its seed or setting out with --where");
        }
    }
}

/// A setting's numbers on some seeds; what is undefined counts as the worst.
std::vector<double> numbers(const Setting& setting, const Seeds& seeds, const Frame& frame, const Reader& reader,
                            const std::map<std::size_t, Spot>& spots, bool selecting) {
  std::vector<double> values;
  for (const std::int64_t seed : seeds) {
    const std::size_t run = setting.run_of_seed.at(seed);
    const auto value = selecting ? reader.selection_value(run, 0, spots.at(run)) : reader.value(run, 0, spots.at(run));
    const double worst = frame.series[run].front().worst(frame.measures.front());
    values.push_back(value && !std::isnan(*value) ? *value : worst);
  }
  return values;
}

void set_budget(Group& group, const std::vector<double>& scores, const std::vector<double>& reports,
                const Bounds& bounds, bool higher) {
  const auto budgets = doubling_budgets(static_cast<std::int64_t>(scores.size()));
  group.budget = best_of(scores, higher, bounds, budgets);
  group.reported_of_best = reported_of_best(scores, reports, higher, budgets);
}

}  // namespace

SeedShares share_seeds(const Frame& frame, const std::vector<Cohort>& cohorts, const Keys& keys, const Reader& reader,
                       const CompareOptions& options) {
  const Seeds common = common_seeds(cohorts);
  SeedShares seeds;
  seeds.selection = options.select_seeds;
  if (seeds.selection.empty())
    seeds.selection.assign(common.begin(), common.begin() + static_cast<std::ptrdiff_t>(common.size() / 2));
  for (const std::int64_t seed : seeds.selection)
    if (!std::ranges::binary_search(common, seed))
      throw Error(Exit::usage, fmt::format("--select-seeds names {}, but must name seeds that all settings have: {}",
                                           seed, text(common)));
  std::ranges::copy_if(common, std::back_inserter(seeds.report), [&](std::int64_t seed) {
    return std::ranges::find(seeds.selection, seed) == seeds.selection.end();
  });
  if (seeds.selection.empty() || static_cast<std::int64_t>(seeds.report.size()) < interval_from)
    throw Error(
        Exit::usage,
        fmt::format("--tune: all settings share the seeds {}, but must share one to choose by and three to report",
                    text(common)),
        "run more seeds of every setting");
  require_complete(frame, cohorts, keys, reader, seeds);
  return seeds;
}

Reading tune(Cohort& cohort, Group& group, const Frame& frame, const Reader& reader, const SeedShares& seeds,
             const CompareOptions& options) {
  const bool higher = frame.measures.front().higher();
  std::vector<double> scores, reports;
  std::vector<std::map<std::size_t, Spot>> spots;
  for (const Setting& setting : cohort.settings) {
    spots.push_back(reader.spots(setting, ""));
    scores.push_back(score_of(numbers(setting, seeds.selection, frame, reader, spots.back(), true)));
    reports.push_back(score_of(numbers(setting, seeds.report, frame, reader, spots.back(), false)));
  }
  const std::size_t winner = winner_of(scores, higher).value_or(0);
  Tuned tuned;
  for (std::size_t k = 0; k < options.tune.size(); ++k)
    tuned.setting[options.tune[k]] = cohort.settings[winner].label[k];
  tuned.settings = cohort.settings.size();
  tuned.selection_seeds = seeds.selection;
  tuned.report_seeds = seeds.report;
  tuned.scores = scores;
  tuned.optimism = higher ? scores[winner] - reports[winner] : reports[winner] - scores[winner];
  group.tuned = tuned;
  if (options.budget) set_budget(group, scores, reports, bounds_in(frame, cohort, 0), higher);
  cohort.settings = {Setting(cohort.settings[winner])};
  return {spots[winner], seeds.report, {}};
}

void require_other_seeds(const Frame& frame, const std::vector<Cohort>& cohorts, const Keys& keys) {
  for (const Cohort& cohort : cohorts) {
    std::set<std::int64_t> chose;
    for (const std::size_t i : cohort.runs) chose.insert(frame.runs[i].tuned_on.begin(), frame.runs[i].tuned_on.end());
    for (const std::size_t i : cohort.runs)
      if (const Run& run = frame.runs[i]; chose.contains(run.log->seed))
        throw Error(
            Exit::usage,
            fmt::format("{}: {} has the seed {}, which is one of those that its settings were chosen on: {}",
                        name_of(cohort, keys), run.name(), run.log->seed, fmt::join(chose, ", ")),
            fmt::format("what chose flatters what it chose: --where 'seed > {}', or other seeds", *chose.rbegin()));
  }
}

void write_winners(const Comparison& comparison, const CompareOptions& options) {
  std::map<std::string, std::vector<std::string>> columns;
  std::vector<std::string> order;
  const auto add = [&](const std::string& key, const std::string& value) {
    if (!columns.contains(key)) order.push_back(key);
    columns[key].push_back(value);
  };
  for (const Group& group : comparison.groups) {
    for (const std::string& key : comparison.by) add(key, group.values_of_key.at(key));
    for (const std::string& key : comparison.tune) add(key, group.tuned->setting.at(key));
  }
  std::string text = fmt::format(
      "# Chosen by {}. `ganzoo run EXPERIMENT.toml --with` this file, and other seeds (grid.seed=[…]).\n"
      "tuned_on = [{}]\n\n[[grid.zip]]\n",
      comparison.measures.front().name, fmt::join(comparison.groups.front().tuned->selection_seeds, ", "));
  for (const std::string& key : order) text += fmt::format("\"{}\" = [{}]\n", key, fmt::join(columns[key], ", "));
  os::write_whole(options.write_winners, text);
}

}  // namespace ganzoo::report
