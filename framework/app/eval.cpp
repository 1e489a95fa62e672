/// `ganzoo eval`: a divergence as a calculator.
#include <fmt/format.h>

#include <ganzoo/config/json.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/divergence/divergence.hpp>
#include <ganzoo/divergence/f_math.hpp>
#include <ganzoo/experiment/ask/calculator.hpp>
#include <ganzoo/experiment/spec/override.hpp>
#include <ganzoo/plugin/registry.hpp>
#include <ganzoo/remote/values.hpp>
#include <ganzoo/report/picture/portrait.hpp>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "child.hpp"
#include "command.hpp"
#include "eval_information.hpp"
#include "numbers.hpp"

namespace ganzoo::app::eval_verb {
namespace {

using Json = nlohmann::ordered_json;
using experiment::Calculation, experiment::Columns;

struct Options {
  std::string name, link, u, t, v, p, q, x, unit, format = "table", out;
  std::vector<std::string> assignments;
};

void print_json(const Calculation& result) {
  Json out{{"name", result.name},
           {"parameters", Json::parse(config::to_json(result.parameters))},
           {"link", result.link.empty() ? Json() : Json(result.link)}};
  for (const Columns& table : result.columns)
    for (std::size_t i = 0; i < table.names.size(); ++i) {
      Json column = Json::array();
      for (double x : table.values[i]) column.push_back(to_json(x));
      out[table.names[i]] = std::move(column);
    }
  for (const auto& [name, low, high] : result.certified) out["certified"][name] = {low, high};
  if (result.distance) put(out, "D", *result.distance);
  std::cout << out.dump(2) << '\n';
}

void print_table(const Calculation& result) {
  std::cout << fmt::format("{}: {}", result.name, result.title);
  if (!result.link.empty()) std::cout << fmt::format(", link {}", result.link);
  for (const auto& [key, value] : result.parameters) std::cout << fmt::format(", {} = {}", key, to_string(value));
  std::cout << '\n';
  for (const Columns& table : result.columns) {
    std::cout << '\n';
    for (const std::string& name : table.names) std::cout << fmt::format("{:>20}", name);
    for (std::size_t row = 0; row < table.values.front().size(); ++row) {
      std::cout << '\n';
      for (const auto& column : table.values) std::cout << fmt::format("{:>20}", to_text(column[row]));
    }
    std::cout << '\n';
  }
  for (const auto& [name, low, high] : result.certified)
    std::cout << fmt::format(
        "\n{} follows from f alone: right for v from {:.4g} to {:.4g}, beyond as training continues it\n", name, low,
        high);
  if (result.distance) std::cout << fmt::format("\nD(P‖Q) = {}\n", to_text(*result.distance));
}

/// Four digits of a number: a title is read, not parsed.
std::string label(const Value& value) {
  const double* number = value.get_if<double>();
  return number ? fmt::format("{:.4g}", *number) : to_string(value);
}

struct DrawPortrait {
  static constexpr const char* name = "draw portrait";
  using Answer = Done;

  std::string file, title, divergence;
  Table parameters;

  static constexpr auto fields = std::tuple{
      remote::field("file", &DrawPortrait::file), remote::field("title", &DrawPortrait::title),
      remote::field("divergence", &DrawPortrait::divergence), remote::field("parameters", &DrawPortrait::parameters)};
};

const remote::Answers<DrawPortrait> answer{[](const DrawPortrait& question) {
  const auto divergence = Registry().make<Divergence>(question.divergence, question.parameters);
  report::write_portrait(question.file, question.title, *divergence->mathematics());
  return Done{};
}};

void draw(const std::string& file, const experiment::Calculate& request, const Calculation& result) {
  if (result.link.empty())
    throw Error(Exit::usage, fmt::format("eval: {} is no f-divergence: there is no f to draw", result.name));
  if (!file.ends_with(".png")) throw Error(Exit::usage, fmt::format("eval: --out is {}, but must end in .png", file));
  std::string title = result.title;
  for (const auto& [key, value] : result.parameters) title += fmt::format(", {} = {}", key, label(value));
  ask_child(DrawPortrait{file, title, request.divergence, request.parameters}, "divergence " + result.name,
            "it was drawn");
}

void refuse_options_of_information(const Options& options) {
  for (const auto& [name, text] : {std::pair{"--x", &options.x}, {"--unit", &options.unit}})
    if (!text->empty())
      throw Error(Exit::usage, fmt::format("{} goes with {}, not with {}", name, names_of_information(), options.name));
}

Calculation evaluate(const Options& options) {
  refuse_options_of_information(options);
  experiment::Calculate request{
      .divergence = options.name, .parameters = {}, .u = {}, .t = {}, .v = {}, .p = options.p, .q = options.q};
  for (const std::string& assignment : options.assignments) experiment::apply_override(request.parameters, assignment);
  if (!options.link.empty()) request.parameters.set("link", options.link);
  const bool asked = !(options.u + options.t + options.v + options.p + options.q).empty();
  request.u = parse_list(asked ? options.u : "0.25,0.5,1,2,4", "--u");
  request.t = parse_list(options.t, "--t");
  request.v = parse_list(asked ? options.v : "-2:2:5", "--v");
  if (options.p.empty() != options.q.empty())
    throw Error(Exit::usage, options.p.empty() ? "--q is given without --p" : "--p is given without --q",
                "D(P‖Q) needs both");
  Calculation result = experiment::calculate(request);
  if (!options.out.empty()) draw(options.out, request, result);
  return result;
}

/// Entropies are of distributions alone: no component, no process of its own.
int run_information(const Options& options) {
  if (!(options.link + options.u + options.t + options.v + options.out).empty() || !options.assignments.empty())
    throw Error(Exit::usage, options.name + " takes --p, --q, --x, --unit and --format alone");
  const Information answer = inform({options.name, options.p, options.q, parse_list(options.x, "--x"), options.unit});
  std::cout << (options.format == "json" ? to_json(answer).dump(2) + "\n" : to_table(answer));
  return 0;
}

int run(const Options& options) {
  if (is_information(options.name)) return run_information(options);
  const Calculation result = evaluate(options);
  options.format == "json" ? print_json(result) : print_table(result);
  return 0;
}

void declare(Command& verb) {
  const auto options = std::make_shared<Options>();
  verb.option("DIVERGENCE", options->name,
              "a name that `ganzoo list divergence` shows, or a path to a .so; or entropy, cross_entropy, "
              "self_information, "
              "mutual_information")
      .required();
  verb.option("PARAMETERS", options->assignments, "its parameters, each as NAME=VALUE");
  verb.option("--link", options->link, "published or log_ratio").like({"published", "log_ratio"});
  verb.option("--u", options->u, "where f, f', f'' are asked: 0.5,1,2 or from:to:count");
  verb.option("--t", options->t, "where f*, f*' are asked");
  verb.option("--v", options->v, "scores where g, f*(g) and their slopes are asked");
  verb.option("--p", options->p, "P: normal(mean, std), mixture(w*normal(m, s) + …) or discrete(p1, p2, …)");
  verb.option("--q", options->q, "Q, likewise: then D(P‖Q) is given");
  verb.option("--x", options->x, "where self_information is asked");
  verb.option("--unit", options->unit, "of entropy and its like: nats (the default) or bits").one_of({"nats", "bits"});
  verb.option("--out", options->out, "FILE.png: a picture of f, f*, g and f*(g(v)) beside the numbers");
  verb.option("--format", options->format, "table or json").one_of({"table", "json"});
  verb.notes =
      "D(P‖Q) comes with a bound of its error (D_error), or with the reason why no number can be given "
      "(D_reason);\n"
      "inf also stands for what is larger than a double. Besides f-divergences, wasserstein (W1; W2 with p=2),\n"
      "energy, mmd, renyi, donsker_varadhan and sliced_wasserstein have exact values on the line and between\n"
      "discrete distributions, whose points lie at 0, 1, 2 …; probabilities are divided by their sum.\n"
      "entropy takes --p; cross_entropy --p and --q, and checks H(P, Q) = H(P) + KL(P‖Q); self_information --p and "
      "--x;\n"
      "mutual_information --p \"joint(p11, p12; p21, p22)\", a row for each value of X. Beside the entropy of a "
      "discrete P\n"
      "stands the mean length of Huffman's code.";
  verb.runs([options] { return run(*options); });
}

const Registered verb{
    "eval", "a divergence as a calculator: f, f*, its link, and exact values between known distributions", declare};

}  // namespace
}  // namespace ganzoo::app::eval_verb
