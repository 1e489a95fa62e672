#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/report/table/render.hpp>
#include <ganzoo/report/table/sheet.hpp>
#include <ganzoo/report/table/wording.hpp>

namespace ganzoo::report {
namespace {

std::string rule_text(const Comparison& c, std::size_t m) {
  const std::string& rule = c.rules[m];
  if (rule == "gaffke") return "mean and Gaffke 95 % interval";
  if (rule == "order statistics") return "median and order statistics";
  if (rule == "student") return "mean and Student 95 % interval, which assumes normal values";
  return "no interval";
}

/// What each measure is, and how its interval was made.
std::string caption_of(const Comparison& c) {
  std::vector<std::string> parts;
  for (std::size_t m = 0; m < c.measures.size(); ++m)
    parts.push_back(fmt::format("{}: {}", c.measures[m].name, rule_text(c, m)));
  std::string text = latex_text(fmt::format("{}; {}.", summary_line(c), fmt::join(parts, "; ")));
  for (const std::string& note : footnotes(c)) text += " " + latex_text(note) + ".";
  return text;
}

std::string label_of(const Comparison& c) {
  std::string label = c.title.substr(c.title.find_last_of('/') + 1);
  std::erase_if(label, [](char x) { return std::string_view("{}\\%#&~^$ ").find(x) != std::string_view::npos; });
  return label;
}

void add_columns(Sheet& sheet, const Comparison& c, std::size_t m) {
  const double level = shared_level(c, m), difference = shared_difference_level(c, m);
  std::vector<std::string> names{c.groups.empty() ? "" : c.groups.front().values[m].interval.summary,
                                 std::isnan(level) ? "interval" : level_text(level)};
  if (has_differences(c)) {
    names.emplace_back("Δ");
    names.push_back(std::isnan(difference) ? "interval" : level_text(difference));
    names.emplace_back("p (Holm)");
  }
  sheet.spans.push_back({heading(c, m), names.size()});
  for (std::size_t i = 0; i < names.size(); ++i) {
    sheet.header.push_back(names[i]);
    sheet.right.push_back(i % 2 == 0);
  }
}

void add_cells(std::vector<std::string>& row, const Comparison& c, const Summary& value, std::size_t m) {
  const auto leveled = [](const Interval& i, double shared) {
    const std::string range = range_text(i.low, i.high);
    return range.empty() || !std::isnan(shared) ? range : range + " " + level_text(i.level);
  };
  row.push_back(center_text(value));
  row.push_back(leveled(value.interval, shared_level(c, m)));
  if (!has_differences(c)) return;
  const bool has = value.difference.has_value();
  row.push_back(has ? short_text(value.difference->interval.center, 3) : "");
  row.push_back(has ? leveled(value.difference->interval, shared_difference_level(c, m)) : "");
  row.push_back(has ? p_text(value.difference->p, value.difference->p_holm) : "");
}

std::vector<std::string> floor_row(const Comparison& c) {
  std::vector<std::string> row(std::max<std::size_t>(1, c.by.size()));
  row[0] = "real against real";
  for (const auto& f : c.floors) {
    row.push_back(f ? short_text(f->floor.median, 3) : "");
    row.push_back(f ? range_text(f->floor.least, f->floor.greatest) : "");
    row.resize(row.size() + (has_differences(c) ? 3 : 0));
  }
  return row;
}

Sheet latex_sheet_of(const Comparison& c) {
  Sheet sheet;
  sheet.header = c.by;
  if (c.by.empty()) sheet.header.emplace_back("group");
  sheet.fixed = sheet.header.size();
  sheet.right.assign(sheet.fixed, false);
  sheet.spans.push_back({"", sheet.fixed});
  for (std::size_t m = 0; m < c.measures.size(); ++m) add_columns(sheet, c, m);
  if (std::ranges::any_of(c.floors, [](const auto& f) { return f.has_value(); })) {
    sheet.rows.push_back(floor_row(c));
    sheet.bold.emplace_back(sheet.header.size(), false);
  }
  for (const Group& group : c.groups) {
    auto& row = sheet.rows.emplace_back();
    auto& bold = sheet.bold.emplace_back(sheet.header.size(), false);
    for (const auto& [key, value] : group.key) row.push_back(value);
    if (row.empty()) row.emplace_back("all runs");
    if (goes_along(c, group)) row.back() += " †";
    if (const std::string status = status_text(group); !status.empty()) row.back() += " (" + status + ")";
    for (std::size_t m = 0; m < c.measures.size(); ++m) {
      bold[row.size()] = group.values[m].among_best;
      add_cells(row, c, group.values[m], m);
    }
  }
  return sheet;
}

}  // namespace

std::string comparison_latex(const Comparison& c) {
  return fmt::format(
      "% needs "
      "\\usepackage{{booktabs}}\n\\begin{{table}}\\centering\n\\caption{{{}}}\\label{{tab:{}}}\n{}\\end{{table}}\n",
      caption_of(c), label_of(c), to_latex(latex_sheet_of(c)));
}

}  // namespace ganzoo::report
