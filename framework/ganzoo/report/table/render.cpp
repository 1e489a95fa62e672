#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/report/table/html.hpp>
#include <ganzoo/report/table/render.hpp>
#include <ganzoo/report/table/sheet.hpp>
#include <ganzoo/report/table/wording.hpp>

namespace ganzoo::report {
namespace {

constexpr std::size_t most_listed = 10;

/// The values that the seeds count with, or how many there are.
std::string runs_text(const Summary& value) {
  if (value.runs.size() > most_listed) return fmt::format("{} seeds", value.runs.size());
  std::vector<std::string> texts;
  for (const double v : value.runs) texts.push_back(short_text(v, 3));
  return fmt::format("{}", fmt::join(texts, " "));
}

std::string with_level(const std::string& range, double level, double shared) {
  return range.empty() || !std::isnan(shared) ? range : range + " " + level_text(level);
}

/// One column of a measure's block: its heading, and a group's cell.
struct Column {
  std::string name;
  bool right;
  std::string (*text)(const Comparison&, const Summary&, std::size_t measure);
};

std::string interval_cell(const Comparison& c, const Summary& v, std::size_t m) {
  return with_level(range_text(v.interval.low, v.interval.high), v.interval.level, shared_level(c, m));
}

std::string difference_cell(const Comparison& c, const Summary& v, std::size_t m) {
  if (!v.difference) return v.no_difference.empty() ? "" : "–";
  if (v.difference->interval.n == 0) return "no pairs";
  const Interval& d = v.difference->interval;
  const std::string range = with_level(range_text(d.low, d.high), d.level, shared_difference_level(c, m));
  return short_text(d.center, 3) + (range.empty() ? "" : " " + range);
}

std::string p_cell(const Comparison&, const Summary& v, std::size_t) {
  return v.difference ? p_text(v.difference->p, v.difference->p_holm) : "";
}

std::string improvement_cell(const Comparison&, const Summary& v, std::size_t) {
  if (!v.difference || std::isnan(v.difference->improvement.p)) return "";
  const Improvement& i = v.difference->improvement;
  const std::string range = range_text(i.low, i.high);
  return fmt::format("{:.2f}{}", i.p, range.empty() ? "" : " " + range);
}

std::string equivalence_cell(const Comparison& c, const Summary& v, std::size_t) {
  if (!v.difference || std::isnan(v.difference->equivalence_p)) return "";
  const double p = v.difference->equivalence_p;
  return p <= 0.05 ? fmt::format("no difference larger than {:.6g} (p {:.3g})", *c.margin, p)
                   : fmt::format("undecided (p {:.3g})", p);
}

std::string level_heading(double level, const char* otherwise) {
  return std::isnan(level) ? otherwise : level_text(level);
}

std::vector<Column> columns_of(const Comparison& c, std::size_t m) {
  const std::string summary = c.groups.empty() ? "" : c.groups.front().values[m].interval.summary;
  std::vector<Column> columns{
      {summary, true, [](const Comparison&, const Summary& v, std::size_t) { return center_text(v); }},
      {level_heading(shared_level(c, m), "interval"), false, interval_cell},
      {"seeds", false, [](const Comparison&, const Summary& v, std::size_t) { return runs_text(v); }}};
  if (!has_differences(c)) return columns;
  columns.push_back({"Δ [" + level_heading(shared_difference_level(c, m), "interval") + "]", true, difference_cell});
  columns.push_back({"p (Holm)", true, p_cell});
  if (c.measures[m].has_direction()) columns.push_back({"P(better) [95 %]", true, improvement_cell});
  if (c.margin) columns.push_back({"equivalence", false, equivalence_cell});
  return columns;
}

/// "real against real": what a metric says of samples that could not be better.
std::vector<std::string> floor_row(const Comparison& c, std::size_t fixed) {
  std::vector<std::string> row(fixed);
  if (fixed > 0) row[0] = "real against real";
  for (std::size_t m = 0; m < c.measures.size(); ++m) {
    std::vector<std::string> cells(columns_of(c, m).size());
    if (const auto& f = c.floors[m]) {
      cells[0] = short_text(f->floor.median, 3);
      cells[1] = range_text(f->floor.least, f->floor.greatest);
      cells[2] = fmt::format("{} draws of {}, {}", f->floor.draws, f->samples, level_text(f->floor.level));
    }
    row.insert(row.end(), cells.begin(), cells.end());
  }
  return row;
}

bool has_floor(const Comparison& c) {
  return std::ranges::any_of(c.floors, [](const auto& f) { return f.has_value(); });
}

void add_tuned_columns(Sheet& sheet, const Comparison& c) {
  for (const std::string& key : c.tune) sheet.header.push_back(key);
  if (!c.tune.empty()) sheet.header.emplace_back("optimism");
}

void add_tuned_cells(std::vector<std::string>& row, const Comparison& c, const Group& group) {
  for (const std::string& key : c.tune) row.push_back(group.tuned->setting.at(key));
  if (!c.tune.empty()) row.push_back(short_text(group.tuned->optimism, 2));
}

Sheet sheet_of(const Comparison& c) {
  Sheet sheet;
  sheet.header = c.by;
  add_tuned_columns(sheet, c);
  const bool status = std::ranges::any_of(c.groups, [](const Group& g) { return !status_text(g).empty(); });
  if (status) sheet.header.emplace_back("status");
  if (sheet.header.empty()) sheet.header.emplace_back("group");
  sheet.fixed = sheet.header.size();
  sheet.right.assign(sheet.fixed, false);
  sheet.spans.push_back({"", sheet.fixed});
  for (std::size_t m = 0; m < c.measures.size(); ++m) {
    const auto columns = columns_of(c, m);
    sheet.spans.push_back({heading(c, m), columns.size()});
    for (const Column& column : columns) {
      sheet.header.push_back(column.name);
      sheet.right.push_back(column.right);
    }
  }
  const auto add = [&](std::vector<std::string> row) {
    row.resize(sheet.header.size());
    sheet.rows.push_back(std::move(row));
    sheet.bold.emplace_back(sheet.header.size(), false);
  };
  if (has_floor(c)) add(floor_row(c, sheet.fixed));
  for (const Group& group : c.groups) {
    std::vector<std::string> row;
    for (const auto& [key, value] : group.key) row.push_back(value);
    if (!row.empty() && goes_along(c, group)) row.back() += " †";
    add_tuned_cells(row, c, group);
    if (status) row.push_back(status_text(group));
    if (row.empty()) row.emplace_back("all runs");
    std::vector<std::size_t> bold;
    for (std::size_t m = 0; m < c.measures.size(); ++m) {
      if (group.values[m].among_best) bold.push_back(row.size());
      for (const Column& column : columns_of(c, m)) row.push_back(column.text(c, group.values[m], m));
    }
    add(std::move(row));
    for (const std::size_t at : bold) sheet.bold.back()[at] = true;
  }
  return sheet;
}

/// The best of k settings, a row for each method and k.
Sheet budget_sheet(const Comparison& c) {
  Sheet sheet;
  sheet.header = c.by;
  for (const char* name : {"settings", "median", "band", "mean", "band", "reported"}) sheet.header.emplace_back(name);
  sheet.fixed = c.by.size();
  sheet.right.assign(sheet.header.size(), true);
  std::fill_n(sheet.right.begin(), sheet.fixed, false);
  for (const Group& group : c.groups)
    for (std::size_t i = 0; i < group.budget.size(); ++i) {
      const BestOf& b = group.budget[i];
      std::vector<std::string> row;
      for (const auto& [key, value] : group.key) row.push_back(value);
      row.push_back(std::to_string(b.k));
      row.push_back(short_text(b.median, 3));
      row.push_back(range_text(b.median_low, b.median_high));
      row.push_back(short_text(b.mean, 3));
      row.push_back(range_text(b.mean_low, b.mean_high));
      row.push_back(short_text(group.reported_of_best[i], 3));
      sheet.rows.push_back(std::move(row));
    }
  return sheet;
}

bool has_budget(const Comparison& c) {
  return std::ranges::any_of(c.groups, [](const Group& g) { return !g.budget.empty(); });
}

std::string budget_line(const Comparison& c) {
  return fmt::format(
      "{} of the best of k settings, over this grid, drawn uniformly; bands of 95 % for all k at once; "
      "reported: the same settings on the other seeds",
      c.measures.front().name);
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

std::string as_table(const Comparison& c, int width) {
  std::string text = summary_line(c) + "\n" + to_text(sheet_of(c), width) + joined(footnotes(c));
  if (has_budget(c)) text += "\n" + budget_line(c) + "\n" + to_text(budget_sheet(c), width);
  return text;
}

std::string as_markdown(const Comparison& c) {
  std::string text = to_markdown(sheet_of(c)) + "\n" + summary_line(c) + "\n";
  for (const std::string& note : footnotes(c)) text += "\n" + note + "\n";
  if (has_budget(c)) text += "\n" + to_markdown(budget_sheet(c)) + "\n" + budget_line(c) + "\n";
  return text;
}

std::string as_html(const Comparison& c) {
  std::string text = fmt::format("<p class=\"quiet\">{}</p>\n", escaped_html(summary_line(c))) + to_html(sheet_of(c));
  for (const std::string& note : footnotes(c)) text += fmt::format("<p class=\"quiet\">{}</p>\n", escaped_html(note));
  if (has_budget(c))
    text += fmt::format("<p class=\"quiet\">{}</p>\n", escaped_html(budget_line(c))) + to_html(budget_sheet(c));
  return text;
}

}  // namespace

std::string render(const Comparison& comparison, const std::string& format, int width) {
  if (format == "table") return as_table(comparison, width);
  if (format == "csv") return comparison_csv(comparison);
  if (format == "json") return comparison_json(comparison);
  if (format == "markdown") return as_markdown(comparison);
  if (format == "html") return as_html(comparison);
  if (format == "latex") return comparison_latex(comparison);
  const std::string near = nearest(format, {"table", "csv", "json", "markdown", "latex"});
  throw Error(Exit::usage, fmt::format("--format is {}, but must be table, csv, json, markdown or latex", format),
              near.empty() ? "" : fmt::format("did you mean {}?", near));
}

}  // namespace ganzoo::report
