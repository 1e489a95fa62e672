#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <ctime>
#include <ganzoo/report/comparison/compare.hpp>
#include <ganzoo/report/page/blocks.hpp>
#include <ganzoo/report/page/document.hpp>
#include <ganzoo/report/page/page.hpp>
#include <ganzoo/report/page/still.hpp>
#include <ganzoo/report/table/html.hpp>
#include <map>
#include <set>

namespace ganzoo::report {
namespace {

constexpr std::size_t few_runs_bytes = 2'000'000, many_runs_bytes = 4'000'000;

std::string still_of(const Experiment& e, bool is_folded, std::vector<std::string>& notices) {
  std::string html = fmt::format("<section><h2>{}</h2>\n<p>{}</p>\n<h3>Comparison</h3>\n{}", escaped_html(e.title),
                                 escaped_html(standing(e)), comparison_html(e));
  html += "<noscript>";
  if (const std::string curves = curves_html(e); !curves.empty()) html += "<h3>Metrics</h3>\n" + curves;
  if (is_folded) return html + "</noscript></section>\n";
  if (const std::string samples = samples_html(e, notices); !samples.empty()) html += "<h3>Samples</h3>\n" + samples;
  return html + "<h3>Runs</h3>\n" + runs_html(e) + "</noscript></section>\n";
}

struct Content {
  std::vector<Experiment> experiments;  ///< one for each title
  std::size_t runs = 0;
  bool is_folded = false;  ///< of each run there is its digest alone
};

/// Whole, where they are not too many.
bool fold(std::vector<Run>& all, const std::vector<Run>& asked, std::size_t most_whole) {
  if (asked.size() > most_whole) return true;
  std::set<std::filesystem::path> files;
  for (const Run& run : asked) files.insert(run.file);
  for (Run& run : all)
    if (files.contains(run.file)) read_tables(run);
  return false;
}

Content content_of(const PageOptions& page, std::vector<std::string>& notices) {
  const CompareOptions& options = page.compared;
  std::vector<Run> all = load_runs(options, notices, log::Part::digest);
  const std::vector<Run> chosen = runs_where(options.where, all);
  Content content{.experiments = {}, .runs = chosen.size(), .is_folded = fold(all, chosen, page.most_whole)};
  std::set<std::string> asked;
  for (const Run& run : chosen) asked.insert(run.log->title);
  std::map<std::string, std::vector<Run>> titles;
  for (Run& run : all) titles[run.log->title].push_back(std::move(run));
  for (const std::string& title : asked) content.experiments.push_back(experiment_of(title, titles[title], options));
  return content;
}

std::string folding(const Content& content, std::size_t most_whole) {
  return content.is_folded ? fmt::format(
                                 "{} runs are more than {}: the metrics of their groups, without training curves "
                                 "and samples; --where chooses fewer",
                                 content.runs, most_whole)
                           : "";
}

Json meta_json(const std::vector<Experiment>& experiments, const PageOptions& options, const Json& thinned,
               bool exact_metrics) {
  Json list = Json::array();
  for (const Experiment& e : experiments) list.push_back(meta_of(e, options.compared));
  Json meta{{"schema", "ganzoo.page"},
            {"version", 1},
            {"ganzoo", GANZOO_VERSION},
            {"written", fmt::format("{:%Y-%m-%d %H:%M:%S} UTC", fmt::gmtime(std::time(nullptr)))},
            {"command", options.command},
            {"exact_metrics", exact_metrics},
            {"thinned", thinned},
            {"experiments", std::move(list)}};
  if (options.live > 0) meta["live"] = options.live;
  return meta;
}

}  // namespace

Page make_page(const PageOptions& options) {
  Page page;
  const Content content = content_of(options, page.notices);
  const std::vector<Experiment>& experiments = content.experiments;
  const std::string folded = folding(content, options.most_whole);
  if (content.is_folded) page.notices.push_back(folded);
  std::vector<std::string> titles;
  Document document;
  for (const Experiment& e : experiments) {
    page.runs += static_cast<std::int64_t>(e.frame.runs.size());
    titles.push_back(e.title);
    document.body += still_of(e, content.is_folded, page.notices);
    page.notices.insert(page.notices.end(), e.comparison.notices.begin(), e.comparison.notices.end());
  }
  document.title = fmt::format("{} · ganzoo", fmt::join(titles, ", "));
  document.body = fmt::format("<main id=\"page\">\n<h1>{}</h1>\n{}</main>",
                              escaped_html(fmt::format("{}", fmt::join(titles, ", "))), document.body);
  document.meta = script_text(meta_json(experiments, options, Json::array(), true));
  const std::size_t automatic = page.runs >= static_cast<std::int64_t>(many_runs) ? many_runs_bytes : few_runs_bytes;
  const std::size_t most = options.size < 0   ? SIZE_MAX
                           : options.size > 0 ? static_cast<std::size_t>(options.size)
                                              : automatic;
  const std::size_t fixed = html_of(document).size(), rest = most > fixed ? most - fixed : 0;
  std::string samples_done;
  if (!content.is_folded)
    document.samples = fitting_samples(experiments, options.size < 0 ? SIZE_MAX : rest / 3, samples_done, page.notices);
  CurvesBlock curves = fitting_curves(experiments, rest > document.samples.size() ? rest - document.samples.size() : 0);
  document.curves = std::move(curves.block);
  Json thinned = Json::array();
  for (const std::string& done : {folded, curves.done, samples_done})
    if (!done.empty()) thinned.push_back(done);
  document.meta = script_text(meta_json(experiments, options, thinned, curves.exact_metrics));
  page.html = html_of(document);
  if (page.html.size() > most)
    page.notices.push_back(
        fmt::format("the page has {} bytes, more than {}: its thinnest form", page.html.size(), most));
  return page;
}

}  // namespace ganzoo::report
