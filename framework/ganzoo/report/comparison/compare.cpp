#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/text.hpp>
#include <ganzoo/report/comparison/compare.hpp>
#include <ganzoo/report/comparison/differences.hpp>
#include <ganzoo/report/comparison/floors.hpp>
#include <ganzoo/report/comparison/order.hpp>
#include <ganzoo/report/comparison/readings.hpp>
#include <ganzoo/report/comparison/requirements.hpp>
#include <ganzoo/report/comparison/summary.hpp>
#include <ganzoo/report/comparison/tuning.hpp>
#include <ganzoo/report/runs/cohort.hpp>
#include <ganzoo/report/runs/notices.hpp>
#include <ganzoo/report/runs/pooling.hpp>
#include <ganzoo/report/runs/searched.hpp>
#include <ganzoo/report/runs/where.hpp>
#include <map>
#include <set>

namespace ganzoo::report {
namespace {

/// The attributes of /provenance among the keys asked for.
std::vector<std::string> provenance_keys(const CompareOptions& options) {
  std::vector<std::string> keys;
  for (const auto* list : {&options.by, &options.over, &options.tune})
    std::ranges::copy_if(*list, std::back_inserter(keys),
                         [](const std::string& key) { return key.starts_with("provenance."); });
  return keys;
}

/// How many groups the keys make of some runs.
std::size_t groups_among(const std::vector<Run>& runs, const Keys& keys) {
  std::vector<std::vector<std::string>> labels(runs.size());
  for (const std::string& key : keys.shown) {
    const auto column = labels_of(runs, key);
    for (std::size_t i = 0; i < runs.size(); ++i) labels[i].push_back(column[i]);
  }
  return std::set(labels.begin(), labels.end()).size();
}

void count_runs(Group& group, const Cohort& cohort, const Frame& frame, std::vector<std::string>& notices) {
  std::map<log::Status, std::vector<std::string>> ends;
  std::vector<std::string> away;
  for (const std::size_t i : cohort.runs) {
    const Run& run = frame.runs[i];
    const log::Status status = run.log->status;
    ++group.runs;
    group.copies += run.copies - 1;
    group.diverged += status == log::Status::diverged;
    group.failed += status == log::Status::failed;
    const auto cut = cut_of(run);
    group.cut += cut.has_value();
    group.unfinished += !cut && (status == log::Status::running || status == log::Status::interrupted);
    group.ran_away += run.ran_away.has_value();
    if (status != log::Status::finished && !cut)
      ends[status].push_back(fmt::format("{}: {} at step {}{}{}", run.name(), log::name_of(status), run.log->step,
                                         run.log->reason.empty() ? "" : ": ", run.log->reason));
    if (run.ran_away) away.push_back(fmt::format("{}: ran away at step {}", run.name(), *run.ran_away));
  }
  for (const auto& [status, names] : ends)
    tell(notices, names, "", fmt::format("runs are not finished, but {}", log::name_of(status)));
  tell(notices, away, "", "runs ran away");
}

/// "cut at 1000 (9 of 12)" where every run that has not come to its end was cut there; "" where none was.
std::string cut_text(const Cohort& cohort, const Frame& frame) {
  std::optional<experiment::Cut> cut;
  for (const std::size_t i : cohort.runs) {
    const auto own = cut_of(frame.runs[i]);
    if (own && (!cut || own->step < cut->step)) cut = own;
  }
  return cut ? fmt::format("cut at {} ({} of {})", cut->step, cut->rank, cut->of) : "";
}

Group blank_group(const Cohort& cohort, const Keys& keys, const Frame& frame, bool ranks_at_end,
                  std::vector<std::string>& notices) {
  Group group;
  for (std::size_t i = 0; i < keys.shown.size(); ++i) {
    group.key.emplace_back(keys.shown[i], cohort.key[i]);
    group.values_of_key[keys.shown[i]] = text_at(frame.runs[cohort.runs.front()], keys.shown[i]);
  }
  group.goes_with = cohort.goes_with;
  group.settings = static_cast<std::int64_t>(cohort.settings.size());
  count_runs(group, cohort, frame, notices);
  if (ranks_at_end) group.cut_at = cut_text(cohort, frame);
  return group;
}

void summarise(Group& group, const Cohort& cohort, const Reading& reading, const Frame& frame, const Reader& reader,
               const CompareOptions& options, const std::string& name, std::vector<std::string>& notices) {
  group.seeds = reading.seeds;
  group.missing_seeds = reading.missing_seeds;
  for (std::size_t m = 0; m < frame.measures.size(); ++m) {
    const Readings readings = values_of(frame, reader, cohort, reading, m, notices);
    group.values.push_back(summary_of(readings, frame.measures[m], bounds_in(frame, cohort, m), options,
                                      fmt::format("{} of {}", frame.measures[m].name, name)));
  }
}

/// "step 6000" where all runs that count ended there.
std::string place_of(const Frame& frame, const Reader& reader, const CompareOptions& options) {
  if (reader.rule() == "step") return fmt::format("{} {}", options.axis, options.at);
  std::set<std::int64_t> steps;
  for (const Run& run : frame.runs)
    if (run.log->status == log::Status::finished) steps.insert(run.log->step);
  return reader.rule() == "last" && options.axis == "step" && steps.size() == 1 ? fmt::format("step {}", *steps.begin())
                                                                                : "";
}

void note_unequal_searches(Comparison& comparison) {
  std::vector<std::string> counts;
  std::set<std::size_t> sizes;
  for (const Group& group : comparison.groups) {
    sizes.insert(group.tuned->settings);
    counts.push_back(
        fmt::format("{}: {}", group.key.empty() ? "the runs" : group.key.front().second, group.tuned->settings));
  }
  if (sizes.size() > 1)
    comparison.notices.push_back(
        fmt::format("the searches are of unequal size ({}): more settings find more", fmt::join(counts, ", ")));
}

void fill_groups(Comparison& comparison, std::vector<Cohort>& cohorts, const Keys& keys, const Frame& frame,
                 const Reader& reader, const CompareOptions& options) {
  const bool tunes = !options.tune.empty();
  const SeedShares seeds = tunes ? share_seeds(frame, cohorts, keys, reader, options) : SeedShares{};
  for (Cohort& cohort : cohorts) {
    const std::string name = name_of(cohort, keys);
    Group group = blank_group(cohort, keys, frame, reader.rule() != "step", comparison.notices);
    const Reading reading = tunes ? tune(cohort, group, frame, reader, seeds, options)
                                  : read(reader, cohort, name, options.over, comparison.notices);
    summarise(group, cohort, reading, frame, reader, options, name, comparison.notices);
    comparison.groups.push_back(std::move(group));
  }
  if (tunes) note_unequal_searches(comparison);
}

/// Of ten thousand runs what nobody looks at any more takes as much memory as their numbers.
void keep_what_is_compared(log::RunFile& run, const CompareOptions& options) {
  if (options.axis == "step") run.train = {};
  const std::vector<std::string> asked = provenance_keys(options);
  std::erase_if(run.provenance, [&](const auto& entry) {
    return entry.first != "data_sha256" && std::ranges::find(asked, "provenance." + entry.first) == asked.end();
  });
}

}  // namespace

std::vector<Run> runs_where(const std::string& expression, const std::vector<Run>& all) {
  const Where where(expression);
  for (const std::string& key : where.keys()) require_key(all, key);
  std::vector<Run> runs;
  std::ranges::copy_if(all, std::back_inserter(runs), [&](const Run& run) {
    return where.matches([&](const std::string& key) { return run.spec.find(key); });
  });
  if (runs.empty()) throw Error(Exit::usage, fmt::format("--where '{}' leaves no run", expression));
  return runs;
}

std::vector<Run> load_runs(const CompareOptions& options, std::vector<std::string>& notices, log::Part part) {
  std::vector<Run> runs = load_runs(options.paths, notices, provenance_keys(options), part);
  use_confirmed(runs, options.paths, notices);
  return runs;
}

Comparison compare(const CompareOptions& options) {
  require_sound(options);
  std::vector<std::string> notices;
  std::vector<Run> all = load_runs(options, notices, log::Part::digest);
  for (Run& run : all) keep_what_is_compared(run.log.own(), options);
  Comparison comparison = compare(all, options);
  comparison.notices.insert(comparison.notices.begin(), notices.begin(), notices.end());
  return comparison;
}

Comparison compare(const std::vector<Run>& all, const CompareOptions& options) {
  return compare(all, options, [&](std::vector<Run> runs, std::vector<std::string>&) {
    return frame_of(std::move(runs), options.metrics, options.axis);
  });
}

Comparison compare(const std::vector<Run>& all, const CompareOptions& options, const MakeFrame& make_frame) {
  require_sound(options);
  Comparison comparison;
  std::vector<Run> runs = runs_where(options.where, all);
  const std::vector<std::string>& inner = options.tune.empty() ? options.over : options.tune;
  for (const std::string& key : inner) require_key(runs, key);
  const Keys keys = keys_of(runs, options.by, inner, comparison.notices);
  const std::size_t groups = groups_among(all, keys);
  const Frame frame = make_frame(std::move(runs), comparison.notices);
  require_tunable(frame, options);
  require_uncut(frame, options);
  const Reader reader(frame, options);
  std::vector<std::string> late;
  for (std::size_t i = 0; i < frame.runs.size(); ++i)
    if (const std::string text = reader.shortfall(i); !text.empty()) late.push_back(text);
  tell(comparison.notices, late, "", "runs are measured too rarely to be compared there");
  std::vector<Cohort> cohorts = cohorts_of(frame, keys, inner);
  require_other_seeds(frame, cohorts, keys);

  comparison.by = keys.shown;
  comparison.over = options.over;
  comparison.tune = options.tune;
  comparison.measures = frame.measures;
  comparison.at = reader.rule();
  if (comparison.at == "best" || comparison.at == "own-best") comparison.selected_on = frame.measures.front().name;
  if (comparison.at == "best")
    comparison.chosen_by = reader.chooses_on_validation() ? "samples set aside" : "the other seeds";
  comparison.place = place_of(frame, reader, options);
  comparison.test = options.test;
  comparison.margin = options.margin;
  for (const auto& path : options.paths)
    comparison.title += (comparison.title.empty() ? "" : " ") + on_one_line(path.lexically_normal().string());
  for (std::size_t m = 0; m < frame.measures.size(); ++m) {
    comparison.rules.push_back(rule_of(frame.measures[m], options));
    comparison.floors.push_back(frame.measures[m].has_direction() ? floor_in(frame, m) : std::nullopt);
  }
  std::vector<std::vector<std::size_t>> groups_of_runs;
  for (const Cohort& cohort : cohorts) groups_of_runs.push_back(cohort.runs);
  comparison.spent = budget_of(frame.runs, groups_of_runs);
  fill_groups(comparison, cohorts, keys, frame, reader, options);
  mark_by_floors(comparison);
  if (!options.baseline.empty())
    add_differences(comparison, frame, cohorts, keys, options, groups - std::min(groups, cohorts.size()));
  mark_best(comparison, frame, cohorts, options);
  if (!options.write_winners.empty()) write_winners(comparison, options);
  if (!options.sort.empty()) sort_groups(comparison, options.sort);
  cut(comparison, options.top);
  return comparison;
}

}  // namespace ganzoo::report
