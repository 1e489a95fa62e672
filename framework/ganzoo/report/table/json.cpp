#include <cmath>
#include <ganzoo/config/json_number.hpp>
#include <ganzoo/report/table/render.hpp>
#include <nlohmann/json.hpp>

namespace ganzoo::report {
namespace {

using Json = nlohmann::ordered_json;

Json numbers(const std::vector<double>& values) {
  Json list = Json::array();
  for (const double v : values) list.push_back(config::json_number(v));
  return list;
}

Json texts(const std::map<std::string, std::string>& values) {
  Json object = Json::object();
  for (const auto& [key, value] : values) object[key] = value;
  return object;
}

const char* mark_text(const std::optional<Mark>& mark) {
  if (!mark) return "";
  return *mark == Mark::below ? "below" : *mark == Mark::at ? "at" : "above";
}

Json to_json(const Difference& d) {
  return {{"pairs", d.interval.n},
          {"seeds", d.seeds},
          {"statistic", d.statistic},
          {"mean", config::json_number(d.mean)},
          {"center", config::json_number(d.interval.center)},
          {"summary", d.interval.summary},
          {"low", config::json_number(d.interval.low)},
          {"high", config::json_number(d.interval.high)},
          {"level", config::json_number(d.interval.level)},
          {"guaranteed_low", config::json_number(d.guaranteed_low)},
          {"guaranteed_high", config::json_number(d.guaranteed_high)},
          {"p", config::json_number(d.p)},
          {"least_p", config::json_number(d.least_p)},
          {"p_holm", config::json_number(d.p_holm)},
          {"hodges_lehmann", config::json_number(d.hodges_lehmann)},
          {"dz", config::json_number(d.dz)}};
}

Json improvement_json(const Summary& value) {
  if (!value.difference) return nullptr;
  const Improvement& i = value.difference->improvement;
  return {{"p", config::json_number(i.p)},
          {"low", config::json_number(i.low)},
          {"high", config::json_number(i.high)},
          {"all_pairs", config::json_number(i.all_pairs)}};
}

Json equivalence_json(const Summary& value, const Comparison& c) {
  if (!value.difference || !c.margin) return nullptr;
  return {{"margin", *c.margin},
          {"p", config::json_number(value.difference->equivalence_p)},
          {"equivalent", value.difference->equivalence_p <= 0.05}};
}

Json to_json(const Summary& value, const Comparison& c) {
  Json marks = Json::array();
  for (std::size_t i = 0; i < value.runs.size(); ++i)
    marks.push_back(i < value.marks.size() ? mark_text(value.marks[i]) : "");
  const Interval& v = value.interval;
  return {{"seeds", value.seeds},
          {"runs", numbers(value.runs)},
          {"undefined_seeds", value.undefined},
          {"n", v.n},
          {"summary", v.summary},
          {"center", config::json_number(v.center)},
          {"low", config::json_number(v.low)},
          {"high", config::json_number(v.high)},
          {"level", config::json_number(v.level)},
          {"rule", v.rule},
          {"mean", config::json_number(value.mean)},
          {"median", config::json_number(value.median)},
          {"worst", config::json_number(value.worst)},
          {"marks", marks},
          {"among_best", value.among_best},
          {"difference", value.difference ? to_json(*value.difference) : Json(nullptr)},
          {"no_difference", value.no_difference},
          {"improvement", improvement_json(value)},
          {"equivalence", equivalence_json(value, c)}};
}

Json to_json(const Tuned& tuned) {
  return {{"setting", texts(tuned.setting)},           {"settings", tuned.settings},
          {"selection_seeds", tuned.selection_seeds},  {"report_seeds", tuned.report_seeds},
          {"selection_scores", numbers(tuned.scores)}, {"optimism", config::json_number(tuned.optimism)}};
}

Json budget_json(const Group& group) {
  Json rows = Json::array();
  for (std::size_t i = 0; i < group.budget.size(); ++i) {
    const BestOf& b = group.budget[i];
    rows.push_back({{"k", b.k},
                    {"median", config::json_number(b.median)},
                    {"median_low", config::json_number(b.median_low)},
                    {"median_high", config::json_number(b.median_high)},
                    {"mean", config::json_number(b.mean)},
                    {"mean_low", config::json_number(b.mean_low)},
                    {"mean_high", config::json_number(b.mean_high)},
                    {"mean_without_replacement", config::json_number(b.mean_without_replacement)},
                    {"reported", config::json_number(group.reported_of_best[i])}});
  }
  return rows;
}

Json to_json(const Group& group, const Comparison& c) {
  Json key = Json::object(), values = Json::object();
  for (const auto& [name, value] : group.key) key[name] = value;
  for (std::size_t m = 0; m < c.measures.size(); ++m) values[c.measures[m].name] = to_json(group.values[m], c);
  Json json{{"key", key},
            {"goes_with", texts(group.goes_with)},
            {"seeds", group.seeds},
            {"missing_seeds", group.missing_seeds},
            {"settings", group.settings},
            {"runs", group.runs},
            {"diverged", group.diverged},
            {"unfinished", group.unfinished},
            {"failed", group.failed},
            {"ran_away", group.ran_away},
            {"cut", group.cut},
            {"cut_at", group.cut_at},
            {"duplicates", group.copies},
            {"baseline", group.is_baseline},
            {"values", values}};
  if (group.tuned) json["tuned"] = to_json(*group.tuned);
  if (!group.budget.empty()) json["budget"] = budget_json(group);
  return json;
}

Json floor_json(const std::optional<MeasureFloor>& f) {
  if (!f) return nullptr;
  return {{"n", f->samples},
          {"draws", f->floor.draws},
          {"median", config::json_number(f->floor.median)},
          {"low", config::json_number(f->floor.least)},
          {"high", config::json_number(f->floor.greatest)},
          {"level", config::json_number(f->floor.level)}};
}

Json measures_json(const Comparison& c) {
  Json list = Json::array();
  for (std::size_t m = 0; m < c.measures.size(); ++m) {
    const Measure& measure = c.measures[m];
    list.push_back({{"name", measure.name},
                    {"unit", measure.unit},
                    {"better", measure.better},
                    {"lower", config::json_number(measure.bounds.lower)},
                    {"upper", config::json_number(measure.bounds.upper)},
                    {"depends_on", measure.depends_on},
                    {"role", m == 0 ? "primary" : "exploratory"},
                    {"floor", floor_json(c.floors[m])}});
  }
  return list;
}

}  // namespace

std::string comparison_json(const Comparison& c) {
  Json groups = Json::array();
  for (const Group& group : c.groups) groups.push_back(to_json(group, c));
  const bool tested = !c.baseline.empty();
  const Json json{{"schema", "ganzoo.compare"},
                  {"version", 2},
                  {"by", c.by},
                  {"over", c.over},
                  {"tune", c.tune.empty() ? Json(nullptr) : Json(c.tune)},
                  {"at",
                   {{"rule", c.at},
                    {"place", c.place},
                    {"selected_on", c.selected_on.empty() ? Json(nullptr) : Json(c.selected_on)},
                    {"chosen_by", c.chosen_by.empty() ? Json(nullptr) : Json(c.chosen_by)}}},
                  {"baseline", tested ? Json(c.baseline) : Json(nullptr)},
                  {"test", tested ? Json{{"name", c.test},
                                         {"paired_by", c.test == "sign-flip" ? Json("seed") : Json(nullptr)},
                                         {"family", c.family},
                                         {"alpha", 0.05}}
                                  : Json(nullptr)},
                  {"metrics", measures_json(c)},
                  {"groups", groups},
                  {"spent", c.spent},
                  {"notices", c.notices}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace ganzoo::report
