#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/report/comparison/floors.hpp>
#include <ganzoo/report/runs/pooling.hpp>
#include <map>

namespace ganzoo::report {

std::optional<MeasureFloor> floor_in(const Frame& frame, std::size_t measure) {
  std::map<std::int64_t, std::size_t> run_of_seed;
  for (std::size_t i = 0; i < frame.runs.size(); ++i) {
    if (!measured_differently(frame.runs.front(), frame.runs[i]).empty()) return std::nullopt;
    if (!frame.series[i][measure].floor.empty()) run_of_seed.try_emplace(frame.runs[i].log->seed, i);
  }
  std::vector<double> draws;
  std::int64_t samples = 0;
  for (const auto& [seed, i] : run_of_seed) {
    const Series& series = frame.series[i][measure];
    if (samples == 0) samples = series.floor_samples;
    if (series.floor_samples != samples) return std::nullopt;
    std::ranges::copy_if(series.floor, std::back_inserter(draws), [](double v) { return !std::isnan(v); });
  }
  if (draws.empty()) return std::nullopt;
  return MeasureFloor{samples, floor_of(draws)};
}

void mark_by_floors(Comparison& comparison) {
  for (std::size_t m = 0; m < comparison.measures.size(); ++m) {
    const auto& floor = comparison.floors[m];
    const Measure& measure = comparison.measures[m];
    if (!floor || !measure.has_direction()) continue;
    for (Group& group : comparison.groups) {
      Summary& value = group.values[m];
      for (std::size_t i = 0; i < value.runs.size(); ++i) {
        value.marks.push_back(mark_of(value.runs[i], floor->floor, measure.higher()));
        if (value.marks.back() == Mark::below)
          comparison.notices.push_back(fmt::format(
              "{}: seed {}: {} is better than any of {} draws of real samples: copied or shared samples, or "
              "a biased metric",
              group.key.empty() ? "the runs" : group.key.front().second, value.seeds[i], measure.name,
              floor->floor.draws));
      }
      if (!std::isnan(value.interval.center))
        value.mark = mark_of(value.interval.center, floor->floor, measure.higher());
    }
  }
}

}  // namespace ganzoo::report
