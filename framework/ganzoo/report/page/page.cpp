#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ctime>
#include <ganzoo/report/comparison/compare.hpp>
#include <ganzoo/report/page/document.hpp>
#include <ganzoo/report/page/pack.hpp>
#include <ganzoo/report/page/page.hpp>
#include <ganzoo/report/page/snapshots.hpp>
#include <ganzoo/report/page/still.hpp>
#include <ganzoo/report/table/html.hpp>
#include <map>
#include <set>

namespace ganzoo::report {
namespace {

constexpr std::size_t few_runs_bytes = 2'000'000, many_runs_bytes = 4'000'000, many_runs = 200;

/// JSON as text that may stand in a script element: nothing in it can close that.
std::string text_of(const Json& json) {
  std::string text;
  for (const char c : json.dump(-1, ' ', false, Json::error_handler_t::replace))
    c == '<' ? text += "\\u003c" : text += c;
  return text;
}

/// A directory and what it points into: its length in eight hex digits, the directory, the bytes.
std::string block_of(const Json& directory, const std::string& bytes) {
  const std::string head = text_of(directory);
  return base64(deflated(fmt::format("{:08x}", head.size()) + head + bytes));
}

std::string curves_block(const std::vector<Experiment>& experiments, Fidelity fidelity, bool exact_metrics) {
  Store store(fidelity);
  Json directory = Json::array();
  for (const Experiment& e : experiments) directory.push_back(directory_of(e, store, exact_metrics));
  return block_of(directory, store.bytes());
}

std::string samples_block(const std::vector<Experiment>& experiments, const SampleBudget& budget,
                          std::vector<std::string>& notices) {
  Json directory = Json::array();
  std::string bytes;
  for (const Experiment& e : experiments) {
    Snapshots snapshots = snapshots_of(e.frame.runs, e.first_seeds, budget, notices);
    if (!snapshots.directory.is_null()) snapshots.directory["offset"] = bytes.size();
    directory.push_back(std::move(snapshots.directory));
    bytes += snapshots.bytes;
  }
  return bytes.empty() ? "" : block_of(directory, bytes);
}

std::size_t longest(const std::vector<Experiment>& experiments, log::Table log::RunFile::*table) {
  std::int64_t rows = 0;
  for (const Experiment& e : experiments)
    for (const Run& run : e.frame.runs) rows = std::max(rows, ((*run.log).*table).rows());
  return static_cast<std::size_t>(rows);
}

/// The truest block of curves of at most `most` characters, and what was done to it.
struct Curves {
  std::string block, done;
  bool exact_metrics = true;
};

Curves fitting_curves(const std::vector<Experiment>& experiments, std::size_t most) {
  Curves curves{curves_block(experiments, {}, true), ""};
  if (curves.block.size() <= most) return curves;
  curves = {curves_block(experiments, {.rounded = true}, true), "curves rounded to 4 digits"};
  const std::size_t rows = longest(experiments, &log::RunFile::train);
  constexpr std::size_t most_exact_rows = 256;
  const bool exact = longest(experiments, &log::RunFile::metrics) <= most_exact_rows;
  for (const std::size_t kept : {1024U, 768U, 512U, 384U, 256U, 192U, 128U, 96U, 64U}) {
    if (curves.block.size() <= most) break;
    if (kept >= std::max(rows, longest(experiments, &log::RunFile::metrics))) continue;
    curves = {curves_block(experiments, {true, kept}, exact),
              fmt::format("curves thinned to {} of {} rows, extremes kept, and rounded to 4 digits", kept, rows),
              exact};
  }
  return curves;
}

std::string fitting_samples(const std::vector<Experiment>& experiments, std::size_t most, std::string& done,
                            std::vector<std::string>& notices) {
  std::size_t runs = 0;
  for (const Experiment& e : experiments) runs += e.frame.runs.size();
  std::string block;
  for (const SampleBudget& budget :
       {SampleBudget{true, 20, 256, 16}, SampleBudget{false, 20, 256, 16}, SampleBudget{false, 10, 128, 9},
        SampleBudget{false, 5, 128, 9}, SampleBudget{false, 1, 64, 4}}) {
    if (budget.every_seed && runs > many_runs) continue;
    block = samples_block(experiments, budget, notices);
    done =
        budget.every_seed ? "" : fmt::format("samples of the first seed of each group, {} snapshots", budget.snapshots);
    if (block.size() <= most) break;
  }
  return block;
}

std::string still_of(const Experiment& e, std::vector<std::string>& notices) {
  std::string html = fmt::format("<section><h2>{}</h2>\n<p>{}</p>\n<h3>Comparison</h3>\n{}", escaped_html(e.title),
                                 escaped_html(standing(e)), comparison_html(e));
  html += "<noscript>";
  if (const std::string curves = curves_html(e); !curves.empty()) html += "<h3>Metrics</h3>\n" + curves;
  if (const std::string samples = samples_html(e, notices); !samples.empty()) html += "<h3>Samples</h3>\n" + samples;
  return html + "<h3>Runs</h3>\n" + runs_html(e) + "</noscript></section>\n";
}

/// The experiments of some runs, one for each title.
std::vector<Experiment> experiments_of(const CompareOptions& options, std::vector<std::string>& notices) {
  std::vector<Run> all = load_runs(options, notices);
  std::set<std::string> asked;
  for (const Run& run : runs_where(options.where, all)) asked.insert(run.log->title);
  std::map<std::string, std::vector<Run>> titles;
  for (Run& run : all) titles[run.log->title].push_back(std::move(run));
  std::vector<Experiment> experiments;
  for (const std::string& title : asked) experiments.push_back(experiment_of(title, titles[title], options));
  return experiments;
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
  const std::vector<Experiment> experiments = experiments_of(options.compared, page.notices);
  std::vector<std::string> titles;
  Document document;
  for (const Experiment& e : experiments) {
    page.runs += static_cast<std::int64_t>(e.frame.runs.size());
    titles.push_back(e.title);
    document.body += still_of(e, page.notices);
    page.notices.insert(page.notices.end(), e.comparison.notices.begin(), e.comparison.notices.end());
  }
  document.title = fmt::format("{} · ganzoo", fmt::join(titles, ", "));
  document.body = fmt::format("<main id=\"page\">\n<h1>{}</h1>\n{}</main>",
                              escaped_html(fmt::format("{}", fmt::join(titles, ", "))), document.body);
  document.meta = text_of(meta_json(experiments, options, Json::array(), true));
  const std::size_t automatic = page.runs >= static_cast<std::int64_t>(many_runs) ? many_runs_bytes : few_runs_bytes;
  const std::size_t most = options.size < 0   ? SIZE_MAX
                           : options.size > 0 ? static_cast<std::size_t>(options.size)
                                              : automatic;
  const std::size_t fixed = html_of(document).size(), rest = most > fixed ? most - fixed : 0;
  std::string samples_done;
  document.samples = fitting_samples(experiments, options.size < 0 ? SIZE_MAX : rest / 3, samples_done, page.notices);
  Curves curves = fitting_curves(experiments, rest > document.samples.size() ? rest - document.samples.size() : 0);
  document.curves = std::move(curves.block);
  Json thinned = Json::array();
  for (const std::string& done : {curves.done, samples_done})
    if (!done.empty()) thinned.push_back(done);
  document.meta = text_of(meta_json(experiments, options, thinned, curves.exact_metrics));
  page.html = html_of(document);
  if (page.html.size() > most)
    page.notices.push_back(
        fmt::format("the page has {} bytes, more than {}: its thinnest form", page.html.size(), most));
  return page;
}

}  // namespace ganzoo::report
