#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/numbers.hpp>
#include <ganzoo/experiment/spec/schema.hpp>
#include <ganzoo/report/comparison/baseline.hpp>
#include <ganzoo/report/comparison/differences.hpp>
#include <ganzoo/report/runs/pooling.hpp>
#include <ganzoo/report/statistics/choice.hpp>
#include <ganzoo/report/statistics/holm.hpp>
#include <ganzoo/report/statistics/location.hpp>
#include <ganzoo/report/statistics/permutation.hpp>
#include <ganzoo/report/statistics/sign_flip.hpp>
#include <set>

namespace ganzoo::report {
namespace {

constexpr double alpha = 0.05;

/// A value of the spec without the keys of its kind that change no unit (a divergence's link, its generator's loss).
std::string unit_text(const Run& run, const std::string& key) {
  const ganzoo::Value* value = run.spec.find(key);
  if (value == nullptr) return {};
  ganzoo::Value plain = *value;
  if (Table* table = plain.get_if<Table>(); table != nullptr && key == "divergence")
    for (const std::string& own : experiment::kind_keys(Kind::divergence)) table->erase(own);
  return to_string(plain);
}

/// "" where the groups' numbers are in one unit.
std::string other_units(const Frame& frame, const Cohort& a, const Cohort& b, const Measure& measure) {
  for (const std::string& key : measure.depends_on)
    if (unit_text(frame.runs[a.runs.front()], key) != unit_text(frame.runs[b.runs.front()], key))
      return fmt::format("its unit hangs on {}", key);
  return {};
}

void require_same_settings(const Cohort& a, const Cohort& b, const Keys& keys, const std::vector<std::string>& over) {
  const auto labels = [](const Cohort& cohort) {
    std::set<std::vector<std::string>> all;
    for (const Setting& setting : cohort.settings) all.insert(setting.label);
    return all;
  };
  if (labels(a) == labels(b)) return;
  throw Error(Exit::usage,
              fmt::format("{} and {} cannot be compared: their means are over other values of {}", name_of(a, keys),
                          name_of(b, keys), fmt::join(over, ", ")),
              "choose values that both have with --where");
}

struct Pairs {
  std::vector<std::int64_t> seeds;
  std::vector<double> a, b, differences;
};

Pairs pairs_of(const Summary& a, const Summary& b) {
  Pairs pairs;
  for (std::size_t i = 0; i < a.seeds.size(); ++i) {
    const auto at = std::ranges::find(b.seeds, a.seeds[i]);
    if (at == b.seeds.end()) continue;
    pairs.seeds.push_back(a.seeds[i]);
    pairs.a.push_back(a.runs[i]);
    pairs.b.push_back(b.runs[static_cast<std::size_t>(at - b.seeds.begin())]);
    pairs.differences.push_back(difference(pairs.a.back(), pairs.b.back()));
  }
  return pairs;
}

bool is_enough(const std::vector<double>& values) { return static_cast<std::int64_t>(values.size()) >= interval_from; }

void set_improvement(Difference& d, const std::vector<double>& a, const std::vector<double>& b,
                     const Measure& measure) {
  d.improvement = {undefined, undefined, undefined, undefined};
  if (measure.has_direction() && !a.empty() && !b.empty()) d.improvement = improvement_of(a, b, measure.higher());
}

Difference paired(const Summary& a, const Summary& b, const Measure& measure, const Bounds& bounds,
                  const CompareOptions& options) {
  const Pairs pairs = pairs_of(a, b);
  Difference d;
  d.seeds = pairs.seeds;
  const bool infinite = std::ranges::any_of(pairs.differences, [](double v) { return std::isinf(v); });
  const bool enough = is_enough(pairs.differences);
  d.statistic = infinite ? "signed ranks" : "mean";
  d.interval = difference_interval(pairs.differences);
  d.mean = mean_of(pairs.differences);
  d.p = enough ? sign_flip_p(pairs.differences) : undefined;
  d.least_p = enough ? least_p(pairs.differences.size()) : undefined;
  d.p_holm = undefined;
  d.hodges_lehmann = infinite ? undefined : hodges_lehmann(pairs.differences);
  d.dz = standardised_mean(pairs.differences);
  const Interval guaranteed = bounds.finite() && enough ? gaffke_interval(pairs.differences, bounds) : Interval{};
  d.guaranteed_low = guaranteed.low;
  d.guaranteed_high = guaranteed.high;
  if (!bounds.finite() && !infinite) {
    d.interval.summary = "hodges-lehmann";
    d.interval.center = d.hodges_lehmann;
  }
  d.equivalence_p = options.margin && enough ? equivalence_p(pairs.differences, *options.margin) : undefined;
  set_improvement(d, pairs.a, pairs.b, measure);
  return d;
}

Difference unpaired(const Summary& a, const Summary& b, const Measure& measure) {
  Difference d;
  d.seeds = a.seeds;
  d.statistic = "difference of means";
  d.mean = difference(a.mean, b.mean);
  d.interval.n = static_cast<std::int64_t>(a.runs.size());
  d.interval.center = d.mean;
  d.interval.summary = "mean";
  const TwoSample test =
      is_enough(a.runs) && is_enough(b.runs) ? permutation_test(a.runs, b.runs) : TwoSample{undefined, undefined};
  d.p = test.p;
  d.least_p = test.least_p;
  d.p_holm = d.hodges_lehmann = d.dz = d.guaranteed_low = d.guaranteed_high = d.equivalence_p = undefined;
  d.improvement = {undefined, undefined, undefined, undefined};
  if (measure.has_direction() && !a.runs.empty() && !b.runs.empty())
    d.improvement.all_pairs = improvement_of(a.runs, b.runs, measure.higher()).all_pairs;  // runs are no pairs here
  return d;
}

/// What a difference of two values cannot leave.
Bounds bounds_between(const Frame& frame, const Cohort& a, const Cohort& b, std::size_t measure) {
  const Bounds x = bounds_in(frame, a, measure), y = bounds_in(frame, b, measure);
  return {x.lower - y.upper, x.upper - y.lower};
}

/// Why there is no difference of this measure; "" where there is one.
std::string obstacle(const Frame& frame, const Cohort& a, const Cohort& b, const Measure& measure,
                     const CompareOptions& options) {
  if (options.at == "own-best") return "it was chosen and is reported on the same samples";
  if (std::string other = measured_differently(frame.runs[a.runs.front()], frame.runs[b.runs.front()]); !other.empty())
    return other;
  return other_units(frame, a, b, measure);
}

Difference difference_of(const Frame& frame, const Cohort& a, const Cohort& b, const Summary& own, const Summary& other,
                         std::size_t m, const CompareOptions& options) {
  const Measure& measure = frame.measures[m];
  return options.test == "unpaired" ? unpaired(own, other, measure)
                                    : paired(own, other, measure, bounds_between(frame, a, b, m), options);
}

void note_lonely_seeds(Comparison& comparison, const Group& group, const Group& baseline, const std::string& name,
                       const std::string& baseline_name) {
  std::vector<std::int64_t> lonely;
  std::ranges::set_symmetric_difference(group.seeds, baseline.seeds, std::back_inserter(lonely));
  if (lonely.empty()) return;
  comparison.notices.push_back(fmt::format("{} against {}: pairs {}; seed{} {} {} no partner", name, baseline_name,
                                           (group.seeds.size() + baseline.seeds.size() - lonely.size()) / 2,
                                           lonely.size() == 1 ? "" : "s", fmt::join(lonely, ", "),
                                           lonely.size() == 1 ? "has" : "have"));
}

void correct(Comparison& comparison, std::size_t m, std::size_t unseen) {
  std::vector<double> p;
  for (const Group& group : comparison.groups)
    p.push_back(group.values[m].difference ? group.values[m].difference->p : undefined);
  const auto corrected = holm(p, unseen);
  for (std::size_t g = 0; g < p.size(); ++g)
    if (auto& d = comparison.groups[g].values[m].difference) d->p_holm = corrected[g];
}

/// Groups that cannot be told from real samples in any seed are not told from each other.
void leave_unranked(Comparison& comparison, std::size_t m) {
  std::vector<Summary*> real;
  for (Group& group : comparison.groups) {
    Summary& value = group.values[m];
    const bool at = std::ranges::all_of(value.marks, [](const auto& mark) { return mark == Mark::at; });
    if (!value.marks.empty() && at) real.push_back(&value);
  }
  if (real.size() < 2) return;
  for (Summary* value : real) value->among_best = false;
}

/// Where no difference could be significant, whatever it is.
void note_power(Comparison& comparison, const CompareOptions& options) {
  if (options.test != "sign-flip" || comparison.measures.empty()) return;
  std::set<std::size_t> told;
  for (const Group& group : comparison.groups) {
    const auto& d = group.values.front().difference;
    if (!d || !(d->least_p > alpha / static_cast<double>(comparison.family)) || !told.insert(d->seeds.size()).second)
      continue;
    comparison.notices.push_back(
        fmt::format("{} pairs cannot give p below {:.6g}; after Holm over {} group{} {} seeds "
                    "are needed",
                    d->seeds.size(), d->least_p, comparison.family, comparison.family == 1 ? "" : "s",
                    pairs_needed(comparison.family)));
  }
}

}  // namespace

std::string unit_of(const Run& run, const Measure& measure) {
  std::string unit;
  for (const std::string& key : measure.depends_on) unit += unit_text(run, key) + "\n";
  return unit;
}

void add_differences(Comparison& comparison, const Frame& frame, const std::vector<Cohort>& cohorts, const Keys& keys,
                     const CompareOptions& options, std::size_t unseen) {
  const auto [column, baseline] = find_baseline(cohorts, keys, options.baseline);
  comparison.baseline = baseline;
  comparison.family = static_cast<std::int64_t>(unseen);
  for (std::size_t g = 0; g < cohorts.size(); ++g) {
    Group& group = comparison.groups[g];
    const std::size_t other = baseline_of(cohorts, cohorts[g], column, baseline);
    group.is_baseline = other == g;
    if (group.is_baseline) continue;
    ++comparison.family;
    if (other == cohorts.size()) {
      comparison.notices.push_back(fmt::format("{}: no group with {}={} agrees in the other keys",
                                               name_of(cohorts[g], keys), keys.shown[column], baseline));
      continue;
    }
    const std::string name = name_of(cohorts[g], keys), baseline_name = name_of(cohorts[other], keys);
    if (!options.over.empty()) require_same_settings(cohorts[g], cohorts[other], keys, options.over);
    if (options.test == "sign-flip")
      note_lonely_seeds(comparison, group, comparison.groups[other], name, baseline_name);
    for (std::size_t m = 0; m < frame.measures.size(); ++m) {
      Summary& value = group.values[m];
      value.no_difference = obstacle(frame, cohorts[g], cohorts[other], frame.measures[m], options);
      if (!group.cut_at.empty() || !comparison.groups[other].cut_at.empty())
        value.no_difference = "they are read at different steps: one of them was cut";
      if (value.no_difference.empty())
        value.difference =
            difference_of(frame, cohorts[g], cohorts[other], value, comparison.groups[other].values[m], m, options);
      else
        comparison.notices.push_back(fmt::format("{}: {} is not compared with {}: {}", name, frame.measures[m].name,
                                                 baseline_name, value.no_difference));
    }
  }
  for (std::size_t m = 0; m < frame.measures.size(); ++m) correct(comparison, m, unseen);
  note_power(comparison, options);
}

void mark_best(Comparison& comparison, const Frame& frame, const std::vector<Cohort>& cohorts,
               const CompareOptions& options) {
  for (std::size_t m = 0; m < frame.measures.size(); ++m) {
    const Measure& measure = frame.measures[m];
    std::vector<double> centers;
    for (const Group& group : comparison.groups)
      centers.push_back(group.cut_at.empty() ? group.values[m].interval.center : undefined);
    const auto best = best_place(centers, measure.higher());
    if (!best || !measure.has_direction()) continue;
    std::vector<double> p;
    bool comparable = true;
    for (std::size_t g = 0; g < cohorts.size(); ++g) {
      p.push_back(undefined);
      if (g == *best || !comparison.groups[g].cut_at.empty()) continue;
      if (!obstacle(frame, cohorts[g], cohorts[*best], measure, options).empty()) comparable = false;
      if (comparable)
        p.back() = difference_of(frame, cohorts[g], cohorts[*best], comparison.groups[g].values[m],
                                 comparison.groups[*best].values[m], m, options)
                       .p;
    }
    const auto corrected = holm(p);
    if (!comparable || std::ranges::none_of(corrected, [](double q) { return q <= alpha; })) continue;
    for (std::size_t g = 0; g < cohorts.size(); ++g)
      comparison.groups[g].values[m].among_best =
          comparison.groups[g].cut_at.empty() && (g == *best || corrected[g] > alpha);
    leave_unranked(comparison, m);
  }
}

}  // namespace ganzoo::report
