#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/numbers.hpp>
#include <ganzoo/report/comparison/readings.hpp>
#include <ganzoo/report/runs/searched.hpp>
#include <ganzoo/report/statistics/choice.hpp>
#include <ganzoo/report/statistics/location.hpp>
#include <set>

namespace ganzoo::report {
namespace {

double parse_place(const std::string& at) {
  std::string digits = at;
  std::erase(digits, '_');
  double place = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), place);
  if (error != std::errc{} || end != digits.data() + digits.size() || !(place >= 0))
    throw Error(Exit::usage, fmt::format("--at is {}, but must be last, best, own-best or a step", at));
  return place;
}

/// The last finite value at or before a row; NaN where there is none.
double last_finite(const std::vector<double>& values, std::size_t row) {
  for (std::size_t i = std::min(row + 1, values.size()); i-- > 0;)
    if (std::isfinite(values[i])) return values[i];
  return undefined;
}

/// The steps at which all runs of a setting were measured.
std::vector<double> common_steps(const Frame& frame, const std::vector<std::size_t>& runs) {
  std::vector<double> common = frame.rows[runs.front()].steps;
  for (const std::size_t run : runs)
    std::erase_if(common, [&](double step) { return !std::ranges::binary_search(frame.rows[run].steps, step); });
  return common;
}

std::size_t row_of(const Rows& rows, double step) {
  return static_cast<std::size_t>(std::ranges::lower_bound(rows.steps, step) - rows.steps.begin());
}

}  // namespace

Reader::Reader(const Frame& frame, const CompareOptions& options)
    : frame_(frame), at_(options.at), axis_(options.axis), limit_(infinity) {
  flatter_diverged_ = options.diverged == "last";
  const bool chooses = at_ == "best" || at_ == "own-best";
  exact_ = at_ != "last" && !chooses;
  if (exact_) limit_ = parse_place(at_);
  if (chooses && frame.measures.empty())
    throw Error(Exit::usage, fmt::format("--at {}: nothing is measured in these runs", at_));
  if (chooses && !frame.measures.front().has_direction())
    throw Error(Exit::usage,
                fmt::format("--at {}: {} is better neither lower nor higher", at_, frame.measures.front().name),
                "put a metric with a direction first in --metric");
  if (exact_ || axis_ == "step") return;
  for (std::size_t i = 0; i < frame.runs.size(); ++i)
    if (frame.runs[i].log->status == log::Status::finished) limit_ = std::min(limit_, frame.rows[i].end);
}

std::size_t Reader::rows_within(std::size_t run) const {
  const auto& places = frame_.rows[run].places;
  return static_cast<std::size_t>(std::ranges::upper_bound(places, limit_) - places.begin());
}

/// At the place asked for, where it came so far; else where it was cut.
Spot Reader::at_cut(std::size_t run, std::int64_t step) const {
  const bool reached = !exact_ || frame_.rows[run].end >= limit_;
  const std::size_t rows = exact_ ? rows_within(run) : row_of(frame_.rows[run], static_cast<double>(step)) + 1;
  Spot spot;
  if (reached && rows > 0 && rows <= frame_.rows[run].steps.size()) spot.row = rows - 1;
  return spot;
}

Spot Reader::at_place(std::size_t run) const {
  const Run& r = frame_.runs[run];
  const std::size_t rows = rows_within(run);
  Spot spot;
  if (const auto cut = cut_of(r)) return at_cut(run, cut->step);
  if (!r.is_over()) return spot;
  if (r.log->status == log::Status::diverged && !flatter_diverged_) {
    spot.worst = true;
    return spot;
  }
  if (rows == 0) return spot;
  if (r.log->status == log::Status::finished && exact_ && frame_.rows[run].end < limit_) return spot;
  spot.row = rows - 1;
  spot.last_finite = r.log->status == log::Status::diverged;
  return spot;
}

bool Reader::has_validation(const Setting& setting) const {
  return std::ranges::all_of(setting.run_of_seed, [&](const auto& entry) {
    return !frame_.runs[entry.second].is_over() || !frame_.series[entry.second].front().validation.empty();
  });
}

bool Reader::chooses_on_validation() const {
  if (at_ != "best") return false;
  for (std::size_t i = 0; i < frame_.runs.size(); ++i)
    if (frame_.runs[i].is_over() && frame_.series[i].front().validation.empty()) return false;
  return true;
}

std::map<std::size_t, Spot> Reader::best_by_own(const Setting& setting, bool validation) const {
  std::map<std::size_t, Spot> spots;
  for (const auto& [seed, run] : setting.run_of_seed) {
    Spot& spot = spots[run];
    const Series& series = frame_.series[run].front();
    const std::vector<double>& values = validation ? series.validation : series.values;
    if (!frame_.runs[run].is_over()) continue;
    const std::size_t rows = std::min(rows_within(run), values.size());
    spot.row = best_place(std::span(values).first(rows), frame_.measures.front().higher());
    spot.worst = !spot.row && frame_.runs[run].log->status == log::Status::diverged;
    if (!spot.row && !spot.worst && rows > 0) spot.row = rows - 1;
  }
  return spots;
}

std::map<std::size_t, Spot> Reader::best_by_others(const Setting& setting, const std::string& group) const {
  std::vector<std::size_t> runs;
  std::map<std::size_t, Spot> spots;
  for (const auto& [seed, run] : setting.run_of_seed) {
    spots[run] = {};
    if (frame_.runs[run].is_over()) runs.push_back(run);
  }
  if (runs.size() < 2)
    throw Error(Exit::usage,
                fmt::format("--at best: {} has {} finished seed{}, but must have 2: the step is chosen on the others",
                            group, runs.size(), runs.size() == 1 ? "" : "s"),
                "--at own-best chooses and reports on the same samples; metrics.select chooses on others");
  std::vector<double> steps = common_steps(frame_, runs);
  std::vector<std::vector<double>> curves(runs.size());
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const Series& series = frame_.series[runs[i]].front();
    for (const double step : steps) {
      const std::size_t row = row_of(frame_.rows[runs[i]], step);
      curves[i].push_back(row < series.values.size() && row < rows_within(runs[i]) ? series.values[row] : undefined);
    }
  }
  const auto chosen = best_for_others(curves, frame_.measures.front().higher());
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (!chosen[i])
      throw Error(Exit::usage,
                  fmt::format("--at best: {}: {} is finite in all other seeds at no step that all were measured at",
                              group, frame_.measures.front().name),
                  "--at last, or --at own-best");
    spots[runs[i]].row = row_of(frame_.rows[runs[i]], steps[*chosen[i]]);
  }
  return spots;
}

std::map<std::size_t, Spot> Reader::spots(const Setting& setting, const std::string& group) const {
  if (at_ == "own-best") return best_by_own(setting, false);
  if (at_ == "best") return has_validation(setting) ? best_by_own(setting, true) : best_by_others(setting, group);
  std::map<std::size_t, Spot> spots;
  for (const auto& [seed, run] : setting.run_of_seed) spots[run] = at_place(run);
  return spots;
}

void Reader::leave_out_mixed(std::map<std::size_t, Spot>& spots) const {
  if (exact_) return;
  std::set<std::int64_t> steps;  // 0: went on
  for (const auto& [run, spot] : spots)
    if (const auto cut = cut_of(frame_.runs[run]); cut || spot.row || spot.worst) steps.insert(cut ? cut->step : 0);
  if (steps.size() < 2) return;
  for (auto& [run, spot] : spots)
    if (cut_of(frame_.runs[run])) spot = {};
}

std::optional<double> Reader::value(std::size_t run, std::size_t measure, const Spot& spot) const {
  const Series& series = frame_.series[run][measure];
  if (!series.measured || (!spot.row && !spot.worst)) return std::nullopt;
  if (spot.worst) return series.worst(frame_.measures[measure]);
  if (spot.last_finite) return last_finite(series.values, *spot.row);
  return series.values[*spot.row];
}

std::optional<double> Reader::selection_value(std::size_t run, std::size_t measure, const Spot& spot) const {
  const Series& series = frame_.series[run][measure];
  if (!series.measured || series.validation.empty() || !spot.row) return value(run, measure, spot);
  return series.validation[*spot.row];
}

std::string Reader::shortfall(std::size_t run) const {
  const Run& r = frame_.runs[run];
  if (!std::isfinite(limit_) || at_ == "best" || at_ == "own-best" || r.log->status != log::Status::finished) return {};
  const Spot spot = at_place(run);
  if (!spot.row) return {};
  const double place = frame_.rows[run].places[*spot.row];
  if (place >= 0.9 * limit_) return {};
  return fmt::format("{}: is measured at {:.6g} of {:.6g} {}: metrics.every is too coarse to compare there", r.name(),
                     place, limit_, axis_);
}

Reading read(const Reader& reader, const Cohort& cohort, const std::string& group,
             const std::vector<std::string>& inner, std::vector<std::string>& notices) {
  Reading reading;
  for (const Setting& setting : cohort.settings) reading.spots.merge(reader.spots(setting, group));
  reader.leave_out_mixed(reading.spots);
  for (const std::int64_t seed : cohort.seeds()) {
    bool whole = true, missing = false;
    for (const Setting& setting : cohort.settings) {
      const auto run = setting.run_of_seed.find(seed);
      if (run == setting.run_of_seed.end()) {
        std::vector<std::string> parts;
        for (std::size_t k = 0; k < inner.size(); ++k)
          parts.push_back(fmt::format("{}={}", inner[k], setting.label[k]));
        notices.push_back(fmt::format("{}: seed {} lacks {}: left out", group, seed, fmt::join(parts, ", ")));
        whole = false;
        continue;
      }
      const Spot& spot = reading.spots.at(run->second);
      missing = missing || (!spot.row && !spot.worst);
    }
    if (missing) reading.missing_seeds.push_back(seed);
    if (whole && !missing) reading.seeds.push_back(seed);
  }
  return reading;
}

Readings values_of(const Frame& frame, const Reader& reader, const Cohort& cohort, const Reading& reading,
                   std::size_t measure, std::vector<std::string>& notices) {
  const Measure& declared = frame.measures[measure];
  struct Cell {
    std::int64_t seed;
    std::size_t run;
    double value;
  };
  std::vector<Cell> cells;
  std::set<std::int64_t> unmeasured;
  bool any = false;
  for (const std::int64_t seed : reading.seeds)
    for (const Setting& setting : cohort.settings) {
      const std::size_t run = setting.run_of_seed.at(seed);
      const auto value = reader.value(run, measure, reading.spots.at(run));
      if (!value) unmeasured.insert(seed);
      if (value) cells.push_back({seed, run, *value});
      any = any || (value && !std::isnan(*value));
    }
  Readings readings;
  for (const std::int64_t seed : reading.seeds) {
    std::vector<double> values;
    for (const Cell& cell : cells) {
      if (cell.seed != seed) continue;
      const bool fills = std::isnan(cell.value) && any && declared.has_direction();
      if (fills)
        notices.push_back(
            fmt::format("{}: {} is undefined: counts as worst", frame.runs[cell.run].name(), declared.name));
      values.push_back(fills ? frame.series[cell.run][measure].worst(declared) : cell.value);
    }
    const double mean = mean_of(values);
    if (unmeasured.contains(seed)) continue;
    if (std::isnan(mean)) {
      readings.undefined.push_back(seed);
      continue;
    }
    readings.seeds.push_back(seed);
    readings.values.push_back(mean);
  }
  return readings;
}

}  // namespace ganzoo::report
