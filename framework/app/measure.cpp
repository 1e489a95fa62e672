/// `ganzoo measure`: any metric on two files of samples.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/config/json.hpp>
#include <ganzoo/config/json_number.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/spec/override.hpp>
#include <ganzoo/io/npy.hpp>
#include <ganzoo/io/samples.hpp>
#include <ganzoo/plugin/registry.hpp>
#include <ganzoo/remote/values.hpp>
#include <ganzoo/report/picture/transport.hpp>
#include <ganzoo/train/metric.hpp>
#include <ganzoo/train/transport_plan.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "child.hpp"
#include "command.hpp"

namespace ganzoo::app::measure_verb {
namespace {

using Json = nlohmann::ordered_json;

struct MeasureOptions {
  std::string metric, real, fake, plan, format = "table";
  std::vector<std::string> parameters;
};

Table given_parameters(const std::vector<std::string>& assignments) {
  Table table;
  for (const std::string& assignment : assignments) experiment::apply_override(table, assignment);
  return table;
}

/// One quantity of the metric.
struct Reading {
  std::string name, unit, meaning;
  double value = 0;

  static constexpr auto fields =
      std::tuple{remote::field("name", &Reading::name), remote::field("unit", &Reading::unit),
                 remote::field("meaning", &Reading::meaning), remote::field("value", &Reading::value)};
};

struct Measured {
  std::string metric;
  Table parameters;  ///< complete
  std::vector<Reading> readings;

  static constexpr auto fields =
      std::tuple{remote::field("metric", &Measured::metric), remote::field("parameters", &Measured::parameters),
                 remote::field("readings", &Measured::readings)};
};

struct Measure {
  static constexpr const char* name = "measure";
  using Answer = Measured;

  std::string metric, real, fake, plan;
  Table parameters;

  static constexpr auto fields =
      std::tuple{remote::field("metric", &Measure::metric), remote::field("real", &Measure::real),
                 remote::field("fake", &Measure::fake), remote::field("plan", &Measure::plan),
                 remote::field("parameters", &Measure::parameters)};
};

std::vector<Reading> readings(const std::vector<Quantity>& quantities, const std::vector<double>& values) {
  std::vector<Reading> all;
  for (std::size_t i = 0; i < values.size(); ++i)
    all.push_back({quantities[i].name, quantities[i].unit, quantities[i].meaning, values[i]});
  return all;
}

void require_plan_file(const std::string& file) {
  if (!file.empty() && !file.ends_with(".npy") && !file.ends_with(".png"))
    throw Error(Exit::usage, fmt::format("measure: --plan is {}, but must end in .npy or .png", file));
}

/// Who goes where: as the matrix, or as a picture.
void write_plan(const std::string& file, Metric& metric, const std::string& name, const Evaluation& evaluation,
                std::int64_t samples) {
  auto* transports = dynamic_cast<Transports*>(&metric);
  if (!transports)
    throw Error(Exit::usage, fmt::format("measure: metric {} moves nothing: it has no plan", name), "emd");
  TransportPlan plan = transports->plan(evaluation, samples);
  if (file.ends_with(".npy")) return io::write_npy(file, log::Numbers{{plan.rows, plan.columns}, std::move(plan.mass)});
  const auto points = [](ConstDoubles x) {
    return log::Array{{x.rows, x.columns}, {x.flat().begin(), x.flat().end()}};
  };
  report::write_transport(file, plan, points(evaluation.real_doubles(plan.rows)),
                          points(evaluation.fake_doubles(plan.columns)));
}

const remote::Answers<Measure> answer{[](const Measure& question) -> Measured {
  Registry registry;
  const ComponentInfo& info = registry.load(Kind::metric, question.metric);
  const auto metric = registry.make<Metric>(question.metric, question.parameters);
  io::Samples real(question.real), fake(question.fake);
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
  const std::vector<Quantity> quantities = metric->quantities();
  std::vector<double> values(quantities.size());
  metric->evaluate(evaluation, all, values);
  if (!question.plan.empty()) write_plan(question.plan, *metric, info.name, evaluation, all);
  std::vector<Complaint> none;
  return {info.name, complete(question.parameters, info.schema, info.name, none), readings(quantities, values)};
}};

std::string as_json(const Measured& measured) {
  Json values = Json::object();
  for (const Reading& reading : measured.readings)
    values[measured.metric + "." + reading.name] = config::json_number(reading.value);
  const Json parameters = Json::parse(config::to_json(measured.parameters));
  return Json{{"metric", measured.metric}, {"parameters", parameters}, {"values", values}}.dump(2);
}

std::string as_table(const Measured& measured) {
  std::string text;
  std::size_t width = 0;
  for (const Reading& r : measured.readings) width = std::max(width, measured.metric.size() + 1 + r.name.size());
  for (const Reading& r : measured.readings)
    text += fmt::format("{:<{}}  {:>12.6g}  {:<5} {}\n", measured.metric + "." + r.name, width, r.value,
                        r.unit == "1" ? "" : r.unit, r.meaning);
  return text;
}

void run(const MeasureOptions& options) {
  require_plan_file(options.plan);
  const Measure question{options.metric, options.real, options.fake, options.plan,
                         given_parameters(options.parameters)};
  const Measured measured = ask_child(question, "metric " + options.metric, "it measured");
  if (options.format == "json")
    fmt::print("{}\n", as_json(measured));
  else
    fmt::print("{}", as_table(measured));
}

void declare(Command& verb) {
  auto options = std::make_shared<MeasureOptions>();
  verb.option("METRIC", options->metric, "a metric's name; `ganzoo list metric` lists them").required();
  verb.option("--real", options->real, "real samples, a row each: FILE.npy, FILE.csv or FILE.h5:/path").required();
  verb.option("--fake", options->fake, "generated samples, likewise").required();
  verb.option("PARAMETERS", options->parameters, "the metric's own parameters, each as NAME=VALUE");
  verb.option(
      "--plan", options->plan,
      "FILE.npy: how much of each real sample goes to each fake one, where the metric (emd) has a plan; FILE.png: "
      "who goes where, and how far");
  verb.option("--format", options->format, "table or json").one_of({"table", "json"});
  verb.notes =
      ".npy: floats of 16 to 64 bits, integers, bools. .csv: UTF-8, fields apart by commas; a first row of which no "
      "field\n"
      "looks like a number is the names of the columns. FILE.h5:/path: a dataset of numbers or h5py's bools. Metrics "
      "compute\n"
      "in double precision; one that knows floats only is refused samples that a float could not tell apart.";
  verb.runs([options] { run(*options); });
}

const Registered verb{"measure", "any metric on .npy, .csv or file.h5:/path", declare};

}  // namespace
}  // namespace ganzoo::app::measure_verb
