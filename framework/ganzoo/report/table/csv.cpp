#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <ganzoo/report/table/render.hpp>
#include <ganzoo/report/table/wording.hpp>

namespace ganzoo::report {
namespace {

using Cells = std::vector<std::string>;

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\n") == text.npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + '"';
}

std::string number(double v) { return std::isnan(v) ? "" : fmt::format("{:.17g}", v); }

/// Every number of a difference, by its name.
std::vector<std::pair<const char*, std::string>> parts_of(const Difference& d) {
  return {{"pairs", std::to_string(d.interval.n)},
          {"mean", number(d.mean)},
          {"center", number(d.interval.center)},
          {"low", number(d.interval.low)},
          {"high", number(d.interval.high)},
          {"level", number(d.interval.level)},
          {"p", number(d.p)},
          {"p_holm", number(d.p_holm)},
          {"hodges_lehmann", number(d.hodges_lehmann)},
          {"improvement", number(d.improvement.p)},
          {"equivalence_p", number(d.equivalence_p)}};
}

std::vector<std::pair<const char*, std::string>> parts_of(const Summary& v) {
  return {{"n", std::to_string(v.interval.n)}, {"summary", v.interval.summary},   {"center", number(v.interval.center)},
          {"low", number(v.interval.low)},     {"high", number(v.interval.high)}, {"level", number(v.interval.level)},
          {"rule", v.interval.rule},           {"mean", number(v.mean)},          {"median", number(v.median)},
          {"worst", number(v.worst)}};
}

Cells header_of(const Comparison& c) {
  Cells cells;
  for (const std::string& key : c.by) cells.push_back(quoted(key));
  for (const std::string& key : c.tune) cells.push_back(quoted("tuned." + key));
  for (const char* name : {"seeds", "runs", "diverged", "unfinished", "failed", "ran_away"}) cells.emplace_back(name);
  for (const Measure& m : c.measures) {
    for (const auto& [part, text] : parts_of(Summary{})) cells.push_back(quoted(m.name + "." + part));
    if (has_differences(c))
      for (const auto& [part, text] : parts_of(Difference{})) cells.push_back(quoted(m.name + ".difference." + part));
  }
  return cells;
}

Cells row_of(const Comparison& c, const Group& group) {
  Cells cells;
  for (const auto& [key, value] : group.key) cells.push_back(quoted(value));
  for (const std::string& key : c.tune) cells.push_back(quoted(group.tuned->setting.at(key)));
  cells.push_back(fmt::format("{}", fmt::join(group.seeds, " ")));
  for (const auto n : {group.runs, group.diverged, group.unfinished, group.failed, group.ran_away})
    cells.push_back(std::to_string(n));
  for (const Summary& value : group.values) {
    for (const auto& [part, text] : parts_of(value)) cells.push_back(text);
    if (!has_differences(c)) continue;
    for (const auto& [part, text] : parts_of(value.difference.value_or(Difference{})))
      cells.push_back(value.difference ? text : "");
  }
  return cells;
}

}  // namespace

std::string comparison_csv(const Comparison& c) {
  std::string text = fmt::format("{}\n", fmt::join(header_of(c), ","));
  for (const Group& group : c.groups) text += fmt::format("{}\n", fmt::join(row_of(c, group), ","));
  return text;
}

}  // namespace ganzoo::report
