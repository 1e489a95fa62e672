/// `ganzoo estimate`: how far apart two sets of samples are, with intervals, and whether they differ at all.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/config/json.hpp>
#include <ganzoo/config/json_number.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "child.hpp"
#include "command.hpp"
#include "estimate_question.hpp"

namespace ganzoo::app::estimate_verb {
namespace {

using Json = nlohmann::ordered_json;

struct EstimateOptions {
  std::vector<std::string> divergences;
  std::string real, fake, format = "table";
  std::int64_t seed = 0;
};

std::string as_json(const EstimateOptions& options, const EstimateReport& report) {
  Json rows = Json::array();
  for (const EstimateRow& row : report.rows) {
    const Estimated& e = row.estimated;
    Json out{{"divergence", row.name},
             {"parameters", Json::parse(config::to_json(row.parameters))},
             {"value", config::json_number(e.value)},
             {"low", config::json_number(e.low)},
             {"high", config::json_number(e.high)},
             {"level", 0.95},
             {"held_out", config::json_number(e.held_out)},
             {"learned", config::json_number(e.learned)},
             {"samples", {row.real, row.fake}}};
    if (!e.reason.empty()) out["reason"] = e.reason;
    rows.push_back(std::move(out));
  }
  const Json test{{"name", "energy"},
                  {"value", config::json_number(report.test.value)},
                  {"p", config::json_number(report.test.p)},
                  {"permutations", EstimateReport::permutations},
                  {"samples", {report.reals_tested, report.fakes_tested}}};
  return Json{{"schema", "ganzoo.estimate"},
              {"version", 1},
              {"real", options.real},
              {"fake", options.fake},
              {"samples", {report.reals, report.fakes}},
              {"numbers", report.numbers},
              {"seed", options.seed},
              {"critics", report.forms},
              {"estimates", rows},
              {"test", test}}
      .dump(2);
}

std::string digits(double x) { return std::isnan(x) ? "–" : fmt::format("{:.4g}", x); }

/// "alpha alpha=0.3", as it was asked for.
std::string label(const EstimateRow& row) {
  std::string text = row.name;
  for (const auto& [key, value] : row.given) text += fmt::format(" {}={}", key, to_string(value));
  return text;
}

std::string as_table(const EstimateOptions& options, const EstimateReport& report) {
  std::size_t width = 10;
  for (const EstimateRow& row : report.rows) width = std::max(width, label(row).size());
  std::string text = fmt::format("{}, {} samples, against {}, {} samples, of {} numbers each\n\n", options.real,
                                 report.reals, options.fake, report.fakes, report.numbers);
  text += fmt::format("{:<{}}  {:>9}  {:<22}  {:>9}  {:>9}\n", "divergence", width, "estimate", "95 % interval",
                      "held out", "learned");
  for (const EstimateRow& row : report.rows) {
    const Estimated& e = row.estimated;
    const std::string interval = std::isnan(e.low) ? "–" : fmt::format("[{}, {}]", digits(e.low), digits(e.high));
    text += fmt::format("{:<{}}  {:>9}  {:<22}  {:>9}  {:>9}\n", label(row), width, digits(e.value), interval,
                        digits(e.held_out), digits(e.learned));
    if (!e.reason.empty()) text += fmt::format("  {}\n", e.reason);
    if (row.real < report.reals || row.fake < report.fakes)
      text += fmt::format("  of {} and {} samples at random\n", row.real, row.fake);
  }
  text += fmt::format("\nthe same distribution? p = {:.3g} (energy test, {} relabellings of {} and {} samples)\n",
                      report.test.p, EstimateReport::permutations, report.reals_tested, report.fakes_tested);
  if (!report.forms.empty()) {
    std::vector<std::string> forms = report.forms;
    std::ranges::sort(forms);
    forms.erase(std::unique(forms.begin(), forms.end()), forms.end());
    text += fmt::format("critics: {}\n", fmt::join(forms, "; "));
  }
  return text;
}

void run(const EstimateOptions& options) {
  const EstimateQuestion question{options.divergences, options.real, options.fake, options.seed};
  const EstimateReport report = ask_child(question, "divergence " + options.divergences.front(), "it was estimated");
  if (options.format == "json")
    fmt::print("{}\n", as_json(options, report));
  else
    fmt::print("{}", as_table(options, report));
}

void declare(Command& verb) {
  auto options = std::make_shared<EstimateOptions>();
  verb.option("DIVERGENCE", options->divergences,
              "one or several, each with its own parameters as NAME=VALUE behind it")
      .required();
  verb.option("--real", options->real,
              "real samples, a row each: FILE.npy, FILE.csv, FILE.h5:/path, or a distribution on the line to draw them "
              "from, "
              "\"normal(0, 1)\" or \"mixture(…)\"")
      .required();
  verb.option("--fake", options->fake, "generated samples: a file").required();
  verb.option("--seed", options->seed, "of folds, features and relabellings").in(0, 9e15);
  verb.option("--format", options->format, "table or json").one_of({"table", "json"});
  verb.notes =
      "Five critics, each a logistic regression that has not seen a fifth of the samples, give log p/q. On samples "
      "that they\n"
      "have not seen their bound errs low (\"held out\"), on those that they learned from high (\"learned\"): the "
      "estimate is the\n"
      "mean of both, and the interval has the error of sampling and that of this correction. What no critic of\n"
      "linear, quadratic or 128 Fourier features can learn is missing from both: where log p/q is rougher, or samples "
      "are\n"
      "images, read the estimate as a lower bound. Distances between samples (energy, mmd, sinkhorn, "
      "sliced_wasserstein) are\n"
      "taken of the samples themselves, without their bias of order 1/n, with the jackknife's interval.";
  verb.runs([options] { run(*options); });
}

const Registered verb{"estimate", "how far apart two sets of samples are, with intervals and a test", declare};

}  // namespace
}  // namespace ganzoo::app::estimate_verb
