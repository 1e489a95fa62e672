#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ganzoo/report/page/still.hpp>
#include <ganzoo/report/runs/grouping.hpp>
#include <ganzoo/report/table/html.hpp>
#include <ganzoo/report/table/render.hpp>
#include <ganzoo/report/table/sheet.hpp>
#include <map>
#include <set>

namespace ganzoo::report {
namespace {

std::string plural(std::size_t n, const char* word) { return fmt::format("{} {}{}", n, word, n == 1 ? "" : "s"); }

std::string standing_of(const Run& run) {
  const std::string status(name_of(run.log->status));
  return run.ran_away ? fmt::format("{}, ran away at step {}", status, *run.ran_away) : status;
}

}  // namespace

std::string standing(const Experiment& e) {
  std::map<std::string, std::size_t> counts;
  std::set<std::int64_t> seeds;
  for (const Run& run : e.frame.runs) {
    ++counts[std::string(name_of(run.log->status))];
    seeds.insert(run.log->seed);
  }
  std::vector<std::string> parts{plural(e.frame.runs.size(), "run")};
  for (const char* status : {"finished", "diverged", "failed", "interrupted", "running"})
    if (counts[status] > 0) parts.push_back(fmt::format("{} {}", counts[status], status));
  if (!e.comparison.by.empty())
    parts.push_back(
        fmt::format("{} by {}", plural(e.comparison.groups.size(), "group"), fmt::join(e.comparison.by, ", ")));
  parts.push_back(plural(seeds.size(), "seed"));
  return fmt::format("{}", fmt::join(parts, " · "));
}

std::string comparison_html(const Experiment& e) { return render(e.comparison, "html"); }

std::string runs_html(const Experiment& e) {
  const std::vector<Run>& runs = e.frame.runs;
  Sheet sheet;
  std::vector<std::vector<std::string>> labels;
  for (const std::string& key : e.comparison.by) {
    sheet.header.push_back(key);
    labels.push_back(labels_of(runs, key));
  }
  for (const char* name : {"seed", "status", "step", "started", "host", "ganzoo", "git", "cell", "reason"})
    sheet.header.emplace_back(name);
  sheet.right.assign(sheet.header.size(), false);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    std::vector<std::string> row;
    for (const auto& column : labels) row.push_back(column[i]);
    const auto from = [&](const char* name) { return provenance_text(runs[i], name); };
    for (const std::string& text :
         {std::to_string(runs[i].log->seed), standing_of(runs[i]), std::to_string(runs[i].log->step), from("started"),
          from("host"), from("ganzoo"), from("git"), runs[i].log->cell, runs[i].log->reason})
      row.push_back(text);
    sheet.rows.push_back(std::move(row));
  }
  return to_html(sheet);
}

}  // namespace ganzoo::report
