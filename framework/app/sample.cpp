/// `ganzoo sample`: fresh samples of a trained generator, as numbers or as a picture.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <ganzoo/config/json.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/float_mode.hpp>
#include <ganzoo/experiment/session/players.hpp>
#include <ganzoo/io/csv.hpp>
#include <ganzoo/io/npy.hpp>
#include <ganzoo/log/run_file.hpp>
#include <ganzoo/nn/engine.hpp>
#include <ganzoo/nn/network.hpp>
#include <ganzoo/plugin/registry.hpp>
#include <ganzoo/report/page/real_samples.hpp>
#include <ganzoo/report/picture/picture.hpp>
#include <ganzoo/train/data.hpp>
#include <ganzoo/train/generator.hpp>
#include <ganzoo/train/sampler.hpp>
#include <memory>

#include "verb.hpp"

namespace ganzoo::app {
namespace {

namespace fs = std::filesystem;

struct SampleOptions {
  std::string run, out;
  std::int64_t count = 0;
  std::uint64_t seed = 0;
};

enum class Form : std::uint8_t { npy, csv, png };

Form form_of(const fs::path& out) {
  const std::string end = out.extension().string();
  if (end == ".npy") return Form::npy;
  if (end == ".csv") return Form::csv;
  if (end == ".png") return Form::png;
  throw Error(Exit::usage, fmt::format("sample: --out is {}, but must end in .npy, .csv or .png", out.string()));
}

log::RunFile read_run(const fs::path& run) {
  const fs::path file = fs::is_directory(run) ? run / "run.h5" : run;
  if (!fs::exists(file))
    throw Error(Exit::usage,
                fmt::format("sample: {} does not exist, but must be a cell's folder or its run.h5", file.string()),
                "`ganzoo run` makes a folder for each cell below --out");
  return log::read(file);
}

/// A component of the run, made from its resolved spec: { name = …, parameters … }.
template <class T>
std::unique_ptr<T> make(Registry& registry, const Table& spec, const std::string& key) {
  const Value* entry = spec.find(key);
  if (entry == nullptr || entry->get_if<Table>() == nullptr)
    throw Error(Exit::corrupt, fmt::format("the run's spec has no table {}, but must have one", key));
  Table parameters = entry->get<Table>();
  parameters.erase("name");
  return registry.make<T>(experiment::text_at(spec, key + ".name"), parameters);
}

/// The averaged weights where the run has them.
void load_weights(const log::RunFile& run, const nn::Parameters& parameters) {
  const bool averaged =
      std::ranges::any_of(run.weights, [](const auto& w) { return w.first.starts_with("generator_ema/"); });
  const auto copy = [&](const nn::Parameters::Entry& entry, std::span<float> values) {
    const std::string name = (averaged ? "generator_ema/" : "generator/") + entry.name;
    const auto found = run.weights.find(name);
    if (found == run.weights.end())
      throw Error(Exit::corrupt, fmt::format("{}: weights {} are missing", run.cell, name));
    if (found->second.values.size() != values.size())
      throw Error(Exit::corrupt, fmt::format("{}: weights {} hold {} numbers, but must hold {}", run.cell, name,
                                             found->second.values.size(), values.size()));
    std::ranges::copy(found->second.values, values.begin());
  };
  for (std::size_t i = 0; i < parameters.entries().size(); ++i)
    copy(parameters.entries()[i], parameters.value(static_cast<int>(i)));
  for (std::size_t i = 0; i < parameters.statistics().size(); ++i)
    copy(parameters.statistics()[i], parameters.statistic(static_cast<int>(i)));
}

log::Array array_of(std::int64_t count, const Shape& shape) {
  log::Array array{{count}, std::vector<float>(static_cast<std::size_t>(count * shape.size()))};
  array.dims.insert(array.dims.end(), shape.dims.begin(), shape.dims.end());
  return array;
}

Matrix rows(log::Array& array) {
  const std::int64_t count = array.dims[0];
  return {array.values.data(), count, static_cast<std::int64_t>(array.values.size()) / count};
}

log::Array generate(const log::RunFile& run, const Table& spec, const Generator& generator, const Shape& sample,
                    std::int64_t count, std::uint64_t seed) {
  nn::Engine engine(nn::parse_precision(experiment::text_at(spec, "train.precision")));
  const Shape noise = generator.noise(sample);
  nn::Network network("generator", generator.build(sample), noise);
  load_weights(run, network.parameters());
  OwnedMatrix z(count, noise.size());
  const Rng rng(seed, Purpose::sample);
  if (generator.uniform_noise())
    rng.fill_uniform(z.view().flat(), -1, 1);
  else
    rng.fill_normal(z.view().flat(), 0, 1);
  log::Array samples = array_of(count, sample);
  Sampler(engine, network, static_cast<int>(experiment::integer_at(spec, "train.batch"))).run(z, rows(samples));
  return samples;
}

bool is_image(const Shape& shape) { return shape.rank() == 3 && (shape[2] == 1 || shape[2] == 3); }

/// A metric's column of the run, null where it has none.
const std::vector<double>* numbers(const log::RunFile& run, const char* column) {
  const log::Column* found = run.metrics.find(column);
  return found ? std::get_if<std::vector<double>>(&found->values) : nullptr;
}

void write_picture(const fs::path& out, const log::RunFile& run, const Data& data, const log::Array& samples,
                   std::uint64_t seed) {
  const std::string title = fmt::format("{} · {} · step {}", run.title, run.cell, run.step);
  // Where metric dirac has kept the way of both players, that says more than a point alone.
  const auto *theta = numbers(run, "dirac.theta"), *psi = numbers(run, "dirac.psi");
  if (theta && psi && !theta->empty()) return report::write_trajectory(out, title, {"θ", "ψ"}, *theta, *psi);
  if (!is_image(data.shape())) {
    return report::write_points(out, title, report::draw_real(data, samples.dims[0], seed), samples);
  }
  auto [low, high] = data.interval();
  if (low == high) {
    const auto [least, most] = std::ranges::minmax(samples.values);
    low = least, high = most;
  }
  report::write_mosaic(out, samples, static_cast<float>(low), static_cast<float>(high));
}

void sample(const SampleOptions& options) {
  const Form form = form_of(options.out);
  const log::RunFile run = read_run(options.run);
  const Table spec = experiment::from_json(run.spec_json);
  Registry registry = experiment::make_registry(spec);
  const auto data = make<Data>(registry, spec, "data");
  const auto generator = make<Generator>(registry, spec, "generator");
  set_float_mode();  // as in training: the same weights and noise are the same samples
  const std::int64_t count = options.count > 0 ? options.count : is_image(data->shape()) ? 64 : 2500;
  const log::Array samples = generate(run, spec, *generator, data->shape(), count, options.seed);
  switch (form) {
    case Form::npy:
      return io::write_npy(options.out, samples);
    case Form::csv:
      return io::write_csv(options.out, samples);
    case Form::png:
      return write_picture(options.out, run, *data, samples, options.seed);
  }
}

void add(CLI::App& app, int&) {
  auto options = std::make_shared<SampleOptions>();
  CLI::App* verb = app.add_subcommand("sample", "Draw samples of a trained generator, as numbers or as a picture");
  verb->add_option("RUN", options->run, "a cell's folder, or its run.h5")->required();
  verb->add_option("--count", options->count, "how many; 64 images or 2500 points unless given")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{100'000'000}));
  verb->add_option("--seed", options->seed, "of the noise; 0 unless given");
  verb->add_option("--out", options->out,
                   "FILE.npy, FILE.csv, or FILE.png: a mosaic of images, real and generated points, or the trajectory "
                   "that metric dirac has kept")
      ->required();
  verb->callback([options] { sample(*options); });
}

const Registered verb{{"sample", add}};

}  // namespace
}  // namespace ganzoo::app
