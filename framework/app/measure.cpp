/// `ganzoo measure`: any metric on two files of samples.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/config/json.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/spec/override.hpp>
#include <ganzoo/io/arrays.hpp>
#include <ganzoo/plugin/registry.hpp>
#include <ganzoo/train/metric.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "verb.hpp"

namespace ganzoo::app {
namespace {

using Json = nlohmann::ordered_json;

struct MeasureOptions {
  std::string metric, real, fake, format = "table";
  std::vector<std::string> parameters;
};

/// Samples out of a file, [n, d]; an array of one dimension is n numbers.
struct Samples {
  std::string file;
  log::Array array;

  Samples(std::string name, const std::string& metric_name) : file(std::move(name)), metric(metric_name) {
    array = report::read_array(file);
    if (array.dims.empty() || array.values.empty())
      throw Error(Exit::corrupt, fmt::format("{}: holds no samples, but must hold at least one", file));
  }

  std::int64_t rows() const { return array.dims[0]; }
  std::int64_t columns() const { return static_cast<std::int64_t>(array.values.size()) / rows(); }

  /// The first n rows; `all` stands for what there is.
  ConstMatrix first(std::int64_t n, std::int64_t all) const {
    if (n == all) n = rows();
    if (n > rows())
      throw Error(Exit::usage, fmt::format("{}: holds {} samples, but {} asks for {}", file, rows(), metric, n),
                  "give the metric's own parameters as PARAM=VALUE");
    return {array.values.data(), n, columns()};
  }

  std::string metric;
};

Table given_parameters(const std::vector<std::string>& assignments) {
  Table table;
  for (const std::string& assignment : assignments) experiment::apply_override(table, assignment);
  return table;
}

Json number(double value) {
  if (std::isnan(value)) return nullptr;
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  return value;
}

struct Measured {
  std::string metric;
  Table parameters;
  std::vector<Quantity> quantities;
  std::vector<double> values;
};

Measured measure(const MeasureOptions& options) {
  Registry registry;
  const ComponentInfo& info = registry.load(Kind::metric, options.metric);
  const Table given = given_parameters(options.parameters);
  const auto metric = registry.make<Metric>(options.metric, given);
  const Samples real(options.real, info.name), fake(options.fake, info.name);
  if (real.columns() != fake.columns())
    throw Error(Exit::corrupt, fmt::format("{}: its samples have {} numbers, but must have {} as in {}", fake.file,
                                           fake.columns(), real.columns(), real.file));
  const std::int64_t all = std::max(real.rows(), fake.rows());
  Evaluation evaluation;
  evaluation.real = [&](std::int64_t n) { return real.first(n, all); };
  evaluation.fake = [&](std::int64_t n) { return fake.first(n, all); };
  std::vector<Complaint> none;
  Measured measured{info.name, complete(given, info.schema, info.name, none), metric->quantities(), {}};
  measured.values.resize(measured.quantities.size());
  metric->evaluate(evaluation, all, measured.values);
  return measured;
}

std::string as_json(const Measured& measured) {
  Json values = Json::object();
  for (std::size_t i = 0; i < measured.values.size(); ++i)
    values[measured.metric + "." + measured.quantities[i].name] = number(measured.values[i]);
  const Json parameters = Json::parse(experiment::to_json(measured.parameters));
  return Json{{"metric", measured.metric}, {"parameters", parameters}, {"values", values}}.dump(2);
}

std::string as_table(const Measured& measured) {
  std::string text;
  std::size_t width = 0;
  for (const Quantity& q : measured.quantities) width = std::max(width, measured.metric.size() + 1 + q.name.size());
  for (std::size_t i = 0; i < measured.values.size(); ++i) {
    const Quantity& q = measured.quantities[i];
    text += fmt::format("{:<{}}  {:>12.6g}  {:<5} {}\n", measured.metric + "." + q.name, width, measured.values[i],
                        q.unit == "1" ? "" : q.unit, q.meaning);
  }
  return text;
}

void add(CLI::App& app, int&) {
  auto options = std::make_shared<MeasureOptions>();
  CLI::App* verb = app.add_subcommand("measure", "Measure any metric on .npy, .csv or file.h5:/path");
  verb->add_option("METRIC", options->metric, "a metric's name; `ganzoo list metric` lists them")->required();
  verb->add_option("--real", options->real, "real samples, a row each: FILE.npy, FILE.csv or FILE.h5:/path")
      ->required();
  verb->add_option("--fake", options->fake, "generated samples, likewise")->required();
  verb->add_option("PARAMETERS", options->parameters, "the metric's own parameters, each as NAME=VALUE");
  verb->add_option("--format", options->format, "table or json")->check(CLI::IsMember({"table", "json"}));
  verb->callback([options] {
    const Measured measured = measure(*options);
    if (options->format == "json")
      fmt::print("{}\n", as_json(measured));
    else
      fmt::print("{}", as_table(measured));
  });
}

const Registered verb{{"measure", add}};

}  // namespace
}  // namespace ganzoo::app
