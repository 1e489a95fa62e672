/// `ganzoo eval`: a divergence as a calculator.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
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

namespace ganzoo::app {
namespace {

using Json = nlohmann::ordered_json;
using experiment::Calculation, experiment::Columns;

struct Options {
  std::string name, link, u, t, v, p, q, format = "table", out;
  std::vector<std::string> assignments;
};

double parse_number(const std::string& text, const std::string& option) {
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + (text.starts_with('+') ? 1 : 0), end, value);
  if (error != std::errc{} || stop != end || !std::isfinite(value))
    throw Error(Exit::usage, fmt::format("{} holds \"{}\", but must hold numbers", option, text),
                "1,2.5,-3 or from:to:count");
  return value;
}

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts{""};
  for (char c : text)
    if (c == at)
      parts.emplace_back();
    else if (c != ' ')
      parts.back() += c;
  return parts;
}

/// "1,2.5" or "from:to:count", both ends included.
std::vector<double> parse_list(const std::string& text, const std::string& option) {
  std::vector<double> list;
  if (text.empty()) return list;
  const std::vector<std::string> range = split(text, ':');
  if (range.size() == 1) {
    for (const std::string& item : split(text, ',')) list.push_back(parse_number(item, option));
    return list;
  }
  if (range.size() != 3) throw Error(Exit::usage, fmt::format("{} is \"{}\", but must be from:to:count", option, text));
  const double from = parse_number(range[0], option), to = parse_number(range[1], option),
               count = parse_number(range[2], option);
  if (count != std::floor(count) || count < 2 || count > 1e6)
    throw Error(Exit::usage,
                fmt::format("{}'s count is {}, but must be an integer from 2 to 1000000", option, range[2]));
  for (int i = 0; i < count; ++i) list.push_back(i + 1 == count ? to : from + (to - from) * i / (count - 1));
  return list;
}

Json to_json(double x) {
  if (std::isnan(x)) return nullptr;
  if (std::isinf(x)) return x > 0 ? "inf" : "-inf";
  return x == 0 ? 0.0 : x;  // no negative zero
}

std::string to_text(double x) { return std::isnan(x) ? "–" : fmt::format("{:.12g}", x == 0 ? 0 : x); }

/// As many digits as the error leaves, at most 12.
std::string digits(double value, double error) {
  if (error == 0) return to_text(value);
  const double last = std::ceil(std::log10(2 * error));  // the decimal place of the last digit
  if (std::abs(value) < 2 * error) return "0";
  const double count = std::floor(std::log10(std::abs(value))) - last + 1;
  return fmt::format("{:.{}g}", value, static_cast<int>(std::clamp(count, 1.0, 12.0)));
}

std::string to_text(const Exact& d) {
  const std::string because = d.reason.empty() ? "" : ": " + d.reason;
  if (!std::isfinite(d.value)) return to_text(d.value) + because;
  return d.error == 0 ? to_text(d.value) : fmt::format("{} ± {:.1g}", digits(d.value, d.error), d.error);
}

void print_json(const Calculation& result) {
  Json out{{"name", result.name},
           {"parameters", Json::parse(experiment::to_json(result.parameters))},
           {"link", result.link.empty() ? Json() : Json(result.link)}};
  for (const Columns& table : result.columns)
    for (std::size_t i = 0; i < table.names.size(); ++i) {
      Json column = Json::array();
      for (double x : table.values[i]) column.push_back(to_json(x));
      out[table.names[i]] = std::move(column);
    }
  for (const auto& [name, low, high] : result.certified) out["certified"][name] = {low, high};
  if (result.distance) {
    const auto& [value, error, reason] = *result.distance;
    out["D"] = to_json(value);
    out["D_error"] = std::isfinite(value) ? to_json(error) : Json();
    if (!reason.empty()) out["D_reason"] = reason;
  }
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

Calculation evaluate(const Options& options) {
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

int run(const Options& options) {
  const Calculation result = evaluate(options);
  options.format == "json" ? print_json(result) : print_table(result);
  return 0;
}

void declare(Command& verb) {
  const auto options = std::make_shared<Options>();
  verb.option("DIVERGENCE", options->name, "a name that `ganzoo list divergence` shows, or a path to a .so").required();
  verb.option("PARAMETERS", options->assignments, "its parameters, each as NAME=VALUE");
  verb.option("--link", options->link, "published or log_ratio").like({"published", "log_ratio"});
  verb.option("--u", options->u, "where f, f', f'' are asked: 0.5,1,2 or from:to:count");
  verb.option("--t", options->t, "where f*, f*' are asked");
  verb.option("--v", options->v, "scores where g, f*(g) and their slopes are asked");
  verb.option("--p", options->p, "P: normal(mean, std), mixture(w*normal(m, s) + …) or discrete(p1, p2, …)");
  verb.option("--q", options->q, "Q, likewise: then D(P‖Q) is given");
  verb.option("--out", options->out, "FILE.png: a picture of f, f*, g and f*(g(v)) beside the numbers");
  verb.option("--format", options->format, "table or json").one_of({"table", "json"});
  verb.notes =
      "D(P‖Q) comes with a bound of its error (D_error), or with the reason why no number can be given "
      "(D_reason);\n"
      "inf also stands for what is larger than a double. Besides f-divergences, wasserstein (W1; W2 with p=2),\n"
      "energy, mmd, renyi, donsker_varadhan and sliced_wasserstein have exact values on the line and between\n"
      "discrete distributions, whose points lie at 0, 1, 2 …; probabilities are divided by their sum.";
  verb.runs([options] { return run(*options); });
}

const Registered verb{"eval", "a divergence as a calculator: f, f*, its link, and exact values between known distributions",
                      declare};

}  // namespace
}  // namespace ganzoo::app
