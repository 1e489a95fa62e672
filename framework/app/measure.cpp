/// `ganzoo measure`: any metric on two files of samples.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/config/json.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/spec/override.hpp>
#include <ganzoo/io/samples.hpp>
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
  io::Samples real(options.real), fake(options.fake);
  if (real.columns() != fake.columns())
    throw Error(Exit::corrupt, fmt::format("{}: its samples have {} numbers, but must have {} as in {}", fake.file(),
                                           fake.columns(), real.columns(), real.file()));
  const std::int64_t all = std::max(real.rows(), fake.rows());
  // `all` stands for what there is of each.
  const auto of = [all](const io::Samples& samples, std::int64_t n) { return n == all ? samples.rows() : n; };
  Evaluation evaluation;
  evaluation.real_doubles = [&](std::int64_t n) { return real.first(of(real, n), info.name); };
  evaluation.fake_doubles = [&](std::int64_t n) { return fake.first(of(fake, n), info.name); };
  evaluation.real = [&](std::int64_t n) { return real.first_as_floats(of(real, n), info.name, fake); };
  evaluation.fake = [&](std::int64_t n) { return fake.first_as_floats(of(fake, n), info.name, real); };
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
  verb->footer(
      ".npy: floats of 16 to 64 bits, integers, bools. .csv: UTF-8, fields apart by commas; a first row of which no field\n"
      "looks like a number is the names of the columns. FILE.h5:/path: a dataset of numbers or h5py's bools. Metrics compute\n"
      "in double precision; one that knows floats only is refused samples that a float could not tell apart.");
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
