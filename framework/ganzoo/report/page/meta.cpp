#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <ganzoo/report/comparison/compare.hpp>
#include <ganzoo/report/comparison/differences.hpp>
#include <ganzoo/report/page/meta.hpp>
#include <ganzoo/report/runs/cohort.hpp>
#include <ganzoo/report/runs/grouping.hpp>
#include <ganzoo/report/runs/pooling.hpp>
#include <ganzoo/report/table/render.hpp>
#include <ganzoo/report/table/wording.hpp>
#include <set>

namespace ganzoo::report {
namespace {

const std::string validation = ".validation";
constexpr std::array<const char*, 4> axes{"step", "critic_updates", "real_seen", "wall_time"};

bool is_axis(const std::string& name) { return std::ranges::find(axes, name) != axes.end(); }

std::vector<double> numbers(const log::Column& column) {
  return std::visit([](const auto& v) { return std::vector<double>(v.begin(), v.end()); }, column.values);
}

/// The columns of /train that are no axes, in the order of the first run that has each.
std::vector<const log::Column*> train_columns(const std::vector<Run>& runs) {
  std::vector<const log::Column*> columns;
  std::set<std::string> seen;
  for (const Run& run : runs)
    for (const log::Column& column : run.log->train.columns)
      if (!is_axis(column.name) && seen.insert(column.name).second) columns.push_back(&column);
  return columns;
}

/// What the metrics say of their columns: the first run that has the column knows.
std::string meaning_of(const std::vector<Run>& runs, const std::string& name) {
  for (const Run& run : runs)
    if (const log::Column* column = run.log->metrics.find(name)) return column->meaning;
  return "";
}

/// Which of the runs' values of a measure are in one unit: a text for each run.
std::vector<std::string> units_of(const Frame& frame, const Measure& measure) {
  std::vector<std::string> units;
  for (const Run& run : frame.runs) units.push_back(unit_of(run, measure));
  return units;
}

/// One number where all runs have the same bound.
Json bounds_json(const Frame& frame, std::size_t m, double Bounds::*side) {
  std::set<double> distinct;
  Json each = Json::array();
  for (const auto& series : frame.series) {
    each.push_back(config::json_number(series[m].bounds.*side));
    if (series[m].measured) distinct.insert(series[m].bounds.*side);
  }
  return distinct.size() == 1 ? config::json_number(*distinct.begin()) : each;
}

Json metrics_json(const Experiment& e) {
  Json list = Json::array();
  for (std::size_t m = 0; m < e.frame.measures.size(); ++m) {
    const Measure& measure = e.frame.measures[m];
    list.push_back({{"name", measure.name},
                    {"unit", measure.unit},
                    {"better", measure.better},
                    {"meaning", meaning_of(e.frame.runs, measure.name)},
                    {"heading", heading(e.comparison, m)},
                    {"lower", bounds_json(e.frame, m, &Bounds::lower)},
                    {"upper", bounds_json(e.frame, m, &Bounds::upper)},
                    {"bounded", measure.bounds.finite()},
                    {"units", indexed(units_of(e.frame, measure))}});
  }
  return list;
}

Json train_json(const std::vector<Run>& runs) {
  Json list = Json::array();
  for (const log::Column* column : train_columns(runs))
    list.push_back({{"name", column->name}, {"unit", column->unit}, {"meaning", column->meaning}});
  return list;
}

/// Keys by which runs can be grouped: what varies between them, and what was asked for.
Json keys_json(const std::vector<Run>& runs, const std::vector<std::string>& by) {
  std::vector<std::string> ignored;
  const Keys varied = keys_of(runs, {}, {}, ignored);
  std::vector<std::string> names = by;
  for (const auto* list : {&varied.shown, &varied.hidden})
    for (const std::string& name : *list)
      if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  Json keys = Json::array();
  for (const std::string& name : names) {
    Json key = indexed(labels_of(runs, name));
    key["name"] = name;
    keys.push_back(std::move(key));
  }
  return keys;
}

/// Every resolved key of the specs.
Json spec_json(const std::vector<Run>& runs) {
  Json keys = Json::array();
  for (const std::string& name : all_keys(runs)) {
    std::vector<std::string> texts;
    for (const Run& run : runs) texts.push_back(text_at(run, name));
    Json key = indexed(texts);
    key["name"] = name;
    keys.push_back(std::move(key));
  }
  return keys;
}

Json provenance_json(const std::vector<Run>& runs) {
  std::vector<std::string> names;
  for (const Run& run : runs)
    for (const auto& [name, value] : run.log->provenance)
      if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  Json list = Json::array();
  for (const std::string& name : names) {
    std::vector<std::string> texts;
    for (const Run& run : runs) texts.push_back(provenance_text(run, name));
    Json entry = indexed(texts);
    entry["name"] = name;
    list.push_back(std::move(entry));
  }
  return list;
}

Json components_json(const std::vector<Run>& runs) {
  std::set<std::vector<std::string>> rows;
  const auto text = [](const log::Attributes& attributes, const char* name) {
    const auto found = attributes.find(name);
    const auto* value = found == attributes.end() ? nullptr : std::get_if<std::string>(&found->second);
    return value == nullptr ? std::string() : *value;
  };
  for (const Run& run : runs)
    for (const auto& [kind, attributes] : *run.log->provenance_components)
      rows.insert({kind, text(attributes, "name"), text(attributes, "file"), text(attributes, "sha256")});
  return rows;
}

/// Runs that were measured alike have one number.
std::vector<std::size_t> measured_alike(const std::vector<Run>& runs) {
  std::vector<std::size_t> classes, firsts;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const auto at =
        std::ranges::find_if(firsts, [&](std::size_t f) { return measured_differently(runs[f], runs[i]).empty(); });
    classes.push_back(static_cast<std::size_t>(at - firsts.begin()));
    if (at == firsts.end()) firsts.push_back(i);
  }
  return classes;
}

Json runs_json(const std::vector<Run>& runs) {
  Json list = Json::array();
  for (const Run& run : runs) {
    Json entry{{"cell", run.log->cell},
               {"seed", run.log->seed},
               {"status", name_of(run.log->status)},
               {"step", run.log->step}};
    if (!run.log->reason.empty()) entry["reason"] = run.log->reason;
    if (run.ran_away) entry["ran_away"] = *run.ran_away;
    list.push_back(std::move(entry));
  }
  return list;
}

Json column_json(const log::Table& table, const std::string& name, Store& store, bool exact) {
  const log::Column* column = table.find(name);
  return column == nullptr ? Json(nullptr) : store.add(numbers(*column), exact);
}

Json axes_json(const log::Table& table, Store& store) {
  Json list = Json::array();
  for (const char* axis : axes) {
    const log::Column* column = table.find(axis);
    list.push_back(column == nullptr ? Json(nullptr) : store.add_axis(numbers(*column)));
  }
  return list;
}

/// With --tune: of each group the runs that the comparison reports, which are the chosen setting's on the seeds that did
/// not choose.
std::vector<Run> reported(const Comparison& comparison, const std::vector<Run>& runs) {
  if (comparison.tune.empty()) return runs;
  std::vector<std::vector<std::string>> labels;
  for (const std::string& key : comparison.by) labels.push_back(labels_of(runs, key));
  std::vector<Run> kept;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    std::vector<std::string> own;
    for (const auto& column : labels) own.push_back(column[i]);
    for (const std::string& key : comparison.tune) own.push_back(text_at(runs[i], key));
    const auto counts = [&](const Group& group) {
      std::vector<std::string> its;
      for (const auto& [key, label] : group.key) its.push_back(label);
      for (const std::string& key : comparison.tune) its.push_back(group.tuned->setting.at(key));
      return its == own && std::ranges::binary_search(group.tuned->report_seeds, runs[i].log->seed);
    };
    if (std::ranges::any_of(comparison.groups, counts)) kept.push_back(runs[i]);
  }
  return kept;
}

/// What the page's own views of other groups, steps or baselines do not know.
std::string made_with(const CompareOptions& options) {
  std::string text;
  if (!options.over.empty()) text += fmt::format(" --over {}", fmt::join(options.over, ","));
  if (!options.tune.empty()) text += fmt::format(" --tune {}", fmt::join(options.tune, ","));
  if (options.axis != "step") text += " --axis " + options.axis;
  return text.empty() ? text : text.substr(1);
}

}  // namespace

Json indexed(const std::vector<std::string>& texts) {
  std::map<std::string, std::size_t> place;
  Json values = Json::array(), of = Json::array();
  for (const std::string& text : texts) {
    const auto [found, is_new] = place.try_emplace(text, place.size());
    if (is_new) values.push_back(text);
    of.push_back(found->second);
  }
  if (values.size() == 1) of = 0;
  return {{"values", std::move(values)}, {"of", std::move(of)}};
}

Experiment experiment_of(const std::string& title, const std::vector<Run>& all, const CompareOptions& options) {
  Experiment e;
  e.title = title;
  e.comparison = compare(all, options);
  e.frame = frame_of(reported(e.comparison, runs_where(options.where, all)), options.metrics, options.axis);
  const Keys keys{e.comparison.by, {}};
  for (const Cohort& cohort : cohorts_of(e.frame, keys, options.over)) e.first_seeds.push_back(cohort.runs.front());
  return e;
}

Json meta_of(const Experiment& e, const CompareOptions& options) {
  const std::vector<Run>& runs = e.frame.runs;
  return {{"title", e.title},
          {"by", e.comparison.by},
          {"at", options.at},
          {"baseline", e.comparison.baseline},
          {"where", options.where},
          {"made_with", made_with(options)},
          {"summary", summary_line(e.comparison)},
          {"notes", footnotes(e.comparison)},
          {"runs", runs_json(runs)},
          {"measured", measured_alike(runs)},
          {"keys", keys_json(runs, e.comparison.by)},
          {"spec", spec_json(runs)},
          {"provenance", provenance_json(runs)},
          {"components", components_json(runs)},
          {"metrics", metrics_json(e)},
          {"train", train_json(runs)},
          {"compare", Json::parse(comparison_json(e.comparison))},
          {"markdown", render(e.comparison, "markdown")},
          {"latex", render(e.comparison, "latex")},
          {"csv", render(e.comparison, "csv")}};
}

Json directory_of(const Experiment& e, Store& store, bool exact_metrics) {
  const auto train = train_columns(e.frame.runs);
  Json list = Json::array();
  for (const Run& run : e.frame.runs) {
    Json metrics = Json::array(), chosen = Json::array(), curves = Json::array();
    for (const Measure& measure : e.frame.measures) {
      metrics.push_back(column_json(run.log->metrics, measure.name, store, exact_metrics));
      chosen.push_back(column_json(run.log->metrics, measure.name + validation, store, exact_metrics));
    }
    for (const log::Column* column : train) curves.push_back(column_json(run.log->train, column->name, store, false));
    const bool chooses = std::ranges::any_of(chosen, [](const Json& column) { return !column.is_null(); });
    Json entry{{"axes", axes_json(run.log->train, store)},
               {"train", std::move(curves)},
               {"step", column_json(run.log->metrics, "step", store, true)},
               {"metrics", std::move(metrics)}};
    if (chooses) entry["validation"] = std::move(chosen);
    list.push_back(std::move(entry));
  }
  return list;
}

}  // namespace ganzoo::report
