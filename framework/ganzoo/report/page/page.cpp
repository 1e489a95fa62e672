#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/core/error.hpp>
#include <ganzoo/report/table/html.hpp>
#include <ganzoo/report/page/page.hpp>
#include <ganzoo/report/page/page_parts.hpp>
#include <ganzoo/report/comparison/compare.hpp>
#include <ganzoo/report/table/render.hpp>
#include <map>
#include <set>

namespace ganzoo::report {
namespace {

std::string text_of(const log::Attributes& attributes, const std::string& name) {
  const auto found = attributes.find(name);
  if (found == attributes.end()) return "";
  if (const auto* text = std::get_if<std::string>(&found->second)) return *text;
  if (const auto* number = std::get_if<std::int64_t>(&found->second)) return std::to_string(*number);
  return fmt::format("{:.4g}", std::get<double>(found->second));
}

/// "5 finished, 1 diverged"
std::string standing(const std::vector<Run>& runs) {
  std::map<std::string, int> counts;
  for (const Run& run : runs) ++counts[std::string(name_of(run.log.status))];
  std::string text;
  for (const char* status : {"finished", "diverged", "running", "interrupted", "failed"})
    if (counts[status] > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", counts[status], status);
  return text;
}

std::string comparison_html(const std::vector<Run>& runs, CompareOptions options, std::vector<std::string>& notices) {
  options.paths.clear();
  for (const Run& run : runs) options.paths.push_back(run.file);
  const Comparison comparison = compare(options);
  notices.insert(notices.end(), comparison.notices.begin(), comparison.notices.end());
  return render(comparison, "html") +
         "<p class=\"quiet\">The seed is the unit. Quantities with a finite range: mean and Gaffke's interval; others: "
         "median between order statistics, and the level they have. A diverged run counts as the worst value.</p>\n";
}

std::string standing_of(const Run& run) {
  const std::string status(name_of(run.log.status));
  return run.ran_away ? fmt::format("{}, ran away at step {}", status, *run.ran_away) : status;
}

double wall_time(const Run& run) {
  const log::Column* column = run.log.train.find("wall_time");
  const auto* values = column ? std::get_if<std::vector<double>>(&column->values) : nullptr;
  return values && !values->empty() ? values->back() : 0;
}

std::string runs_html(const std::vector<Run>& runs) {
  Sheet sheet;
  sheet.header = {"cell",      "seed",    "status", "step", "wall time (s)", "host",
                  "processor", "threads", "ganzoo", "git",  "started",       "reason"};
  sheet.right = {false, true, false, true, true, false, false, true, false, false, false, false};
  for (const Run& run : runs) {
    const auto from = [&](const char* name) { return text_of(run.log.provenance, name); };
    sheet.rows.push_back({run.log.cell, std::to_string(run.log.seed), standing_of(run),
                          std::to_string(run.log.step), fmt::format("{:.1f}", wall_time(run)), from("host"),
                          from("cpu"), from("threads"), from("ganzoo"), from("git"), from("started"), run.log.reason});
  }
  return to_html(sheet);
}

std::string components_html(const std::vector<Run>& runs) {
  std::set<std::vector<std::string>> rows;
  for (const Run& run : runs)
    for (const auto& [kind, attributes] : run.log.provenance_components)
      rows.insert({kind, text_of(attributes, "name"), text_of(attributes, "file"), text_of(attributes, "sha256")});
  return to_html({{"component", "name", "file", "SHA-256"}, {false, false, false, false}, {rows.begin(), rows.end()}});
}

std::string specs_html(const std::vector<Run>& runs) {
  std::string html;
  for (const Run& run : runs)
    html += fmt::format("<details><summary>{}</summary><pre>{}</pre></details>\n", escaped_html(run.log.cell),
                        escaped_html(run.log.spec));
  return html;
}

std::string section(const std::string& title, const std::vector<Run>& runs, const CompareOptions& options,
                    std::vector<std::string>& notices) {
  std::vector<std::string> own;
  const std::vector<Cluster> clusters = clusters_of(runs, options.by);
  std::string html = fmt::format("<h2>{}</h2>\n<p>{} run{}: {}</p>\n", escaped_html(title), runs.size(),
                                 runs.size() == 1 ? "" : "s", standing(runs));
  html += "<h3>Comparison</h3>\n" + comparison_html(runs, options, own);
  if (const std::string curves = curves_html(clusters, options.metrics); !curves.empty()) html += "<h3>Curves</h3>\n" + curves;
  if (const std::string samples = samples_html(clusters, own); !samples.empty()) html += "<h3>Samples</h3>\n" + samples;
  html += "<h3>Runs</h3>\n" + runs_html(runs) + "<h3>Components</h3>\n" + components_html(runs);
  html += "<h3>Resolved specs</h3>\n" + specs_html(runs);
  for (const std::string& notice : own) html += fmt::format("<p class=\"notice\">{}</p>\n", escaped_html(notice));
  notices.insert(notices.end(), own.begin(), own.end());
  return html;
}

}  // namespace

Page make_page(const CompareOptions& options) {
  Page page;
  std::vector<Run> runs = load_runs(options.paths, page.notices);
  if (!options.where.empty()) runs = runs_where(options.where, runs);
  page.runs = static_cast<std::int64_t>(runs.size());
  std::map<std::string, std::vector<Run>> experiments;
  for (Run& run : runs) experiments[run.log.title].push_back(std::move(run));
  std::string title, body;
  for (const auto& [name, own] : experiments) {
    title += (title.empty() ? "" : ", ") + name;
    body += section(name, own, options, page.notices);
  }
  const std::string heading =
      fmt::format("<h1>{}</h1>\n<p class=\"quiet\">ganzoo report, {} runs</p>\n", escaped_html(title), page.runs);
  page.html = html_page(title + " · ganzoo", heading + body);
  return page;
}

}  // namespace ganzoo::report
