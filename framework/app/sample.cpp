/// `ganzoo sample`: samples of a trained generator, as numbers or as a picture, from its run file alone.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/float_mode.hpp>
#include <ganzoo/experiment/session/players.hpp>
#include <ganzoo/io/csv.hpp>
#include <ganzoo/io/npy.hpp>
#include <ganzoo/log/run_file.hpp>
#include <ganzoo/nn/engine.hpp>
#include <ganzoo/report/picture/picture.hpp>
#include <ganzoo/train/sampler.hpp>
#include <memory>
#include <optional>

#include "child.hpp"
#include "command.hpp"
#include "notices.hpp"
#include "trained_generator.hpp"

namespace ganzoo::app {
namespace {

namespace fs = std::filesystem;

/// Answered by having been drawn, with what is to be said of it.
struct Drawn {
  std::vector<std::string> notices;
  static constexpr auto fields = std::tuple{remote::field("notices", &Drawn::notices)};
};

/// What is asked of the verb, and of the process that may load the run's generator.
struct Draw {
  static constexpr const char* name = "draw samples";
  using Answer = Drawn;

  std::string run, out;
  std::int64_t count = 0;
  std::optional<std::int64_t> seed;
  std::optional<std::int64_t> step;
  std::string noise, interpolate;
  std::int64_t frames = 16;
  bool trust = false;

  static constexpr auto fields = std::tuple{remote::field("run", &Draw::run),
                                            remote::field("out", &Draw::out),
                                            remote::field("count", &Draw::count),
                                            remote::field("seed", &Draw::seed),
                                            remote::field("step", &Draw::step),
                                            remote::field("noise", &Draw::noise),
                                            remote::field("interpolate", &Draw::interpolate),
                                            remote::field("frames", &Draw::frames),
                                            remote::field("trust", &Draw::trust)};
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

log::Array array_of(std::int64_t count, const Shape& shape) {
  log::Array array{{count}, std::vector<float>(static_cast<std::size_t>(count * shape.size()))};
  array.dims.insert(array.dims.end(), shape.dims.begin(), shape.dims.end());
  return array;
}

Matrix rows(log::Array& array) {
  const std::int64_t count = array.dims[0];
  return {array.values.data(), count, static_cast<std::int64_t>(array.values.size()) / count};
}

int batch_of(const log::RunFile& run, const Table& spec) {
  constexpr std::int64_t most = 1'000'000;
  const std::int64_t batch = experiment::integer_at(spec, "train.batch");
  if (batch < 1 || batch > most)
    throw Error(Exit::corrupt, fmt::format("{}: train.batch is {}, but must be in [1, {}]", run.cell, batch, most));
  return static_cast<int>(batch);
}

bool is_image(const Shape& shape) { return shape.rank() == 3 && (shape[2] == 1 || shape[2] == 3); }

/// Of a file, a row a sample; else of the seed.
OwnedMatrix noise_of(const Draw& options, const Generator& generator, std::int64_t width, std::int64_t count) {
  if (!options.noise.empty()) {
    const log::Numbers given = io::read_npy(options.noise);
    if (given.dims.size() != 2 || given.dims[0] < 1 || given.dims[1] != width)
      throw Error(Exit::usage, fmt::format("sample: --noise has shape [{}], but must be [n, {}]",
                                           fmt::join(given.dims, ", "), width));
    if (!std::ranges::all_of(given.values, [](double v) { return std::isfinite(v); }))
      throw Error(Exit::usage, "sample: --noise holds what is no finite number");
    OwnedMatrix z(given.dims[0], width);
    std::ranges::transform(given.values, z.view().flat().begin(), [](double v) { return static_cast<float>(v); });
    return z;
  }
  OwnedMatrix z(count, width);
  const Rng rng(static_cast<std::uint64_t>(options.seed.value_or(0)), Purpose::sample);
  if (generator.uniform_noise())
    rng.fill_uniform(z.view().flat(), -1, 1);
  else
    rng.fill_normal(z.view().flat(), 0, 1);
  return z;
}

/// "3:7": two rows of the noise.
std::pair<std::int64_t, std::int64_t> rows_between(const std::string& text) {
  std::int64_t a = -1, b = -1;
  const char* end = text.data() + text.size();
  const auto [colon, first] = std::from_chars(text.data(), end, a);
  const bool has_colon = first == std::errc{} && colon != end && *colon == ':';
  const auto last =
      has_colon ? std::from_chars(colon + 1, end, b) : std::from_chars_result{colon, std::errc::invalid_argument};
  constexpr std::int64_t most = 1'000'000;
  if (last.ec != std::errc{} || last.ptr != end || a < 0 || b < 0 || a > most || b > most)
    throw Error(Exit::usage, fmt::format("sample: --interpolate is {}, but must be A:B, two rows of the noise", text),
                "0:1");
  return {a, b};
}

/// The way from one row to another: along the great circle where noise is normal (White, arXiv 1609.04468: its length is
/// nearly the same everywhere), straight where it is uniform. Both ends are the rows themselves.
OwnedMatrix way_between(std::span<const float> a, std::span<const float> b, std::int64_t frames, bool straight) {
  double aa = 0, bb = 0, ab = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    aa += double{a[i]} * a[i], bb += double{b[i]} * b[i], ab += double{a[i]} * b[i];
  const double angle = std::acos(std::clamp(ab / std::sqrt(aa * bb), -1.0, 1.0));
  const bool flat = straight || !(std::sin(angle) > 1e-6);
  OwnedMatrix way(frames, static_cast<std::int64_t>(a.size()));
  for (std::int64_t f = 0; f < frames; ++f) {
    const double t = frames == 1 ? 0 : static_cast<double>(f) / static_cast<double>(frames - 1);
    const double u = f == 0 ? 1 : flat ? 1 - t : std::sin((1 - t) * angle) / std::sin(angle);
    const double v = f == 0 ? 0 : flat ? t : std::sin(t * angle) / std::sin(angle);
    for (std::size_t i = 0; i < a.size(); ++i)
      way.view().flat()[static_cast<std::size_t>(f) * a.size() + i] =
          f + 1 == frames && f > 0 ? b[i] : static_cast<float>(u * a[i] + v * b[i]);
  }
  return way;
}

/// The noise that is asked for: as many rows as there will be samples.
OwnedMatrix chosen_noise(const Draw& options, const Generator& generator, std::int64_t width, std::int64_t count) {
  if (options.interpolate.empty()) return noise_of(options, generator, width, count);
  const auto [a, b] = rows_between(options.interpolate);
  OwnedMatrix all = noise_of(options, generator, width, std::max(a, b) + 1);
  if (std::max(a, b) >= all.view().rows)
    throw Error(Exit::usage, fmt::format("sample: --interpolate is {}, but --noise has {} rows", options.interpolate,
                                         all.view().rows));
  const std::span<const float> numbers = all.view().flat();
  const auto size = static_cast<std::size_t>(width);
  return way_between(numbers.subspan(static_cast<std::size_t>(a) * size, size),
                     numbers.subspan(static_cast<std::size_t>(b) * size, size), options.frames,
                     generator.uniform_noise());
}

log::Array generate(const log::RunFile& run, const Draw& options) {
  TrainedGenerator trained = trained_generator(run, options.trust);
  set_float_mode();  // as in training: the same weights and noise are the same samples
  const std::int64_t count = options.count > 0 ? options.count : is_image(trained.sample) ? 64 : 2500;
  nn::Engine engine(nn::parse_precision(experiment::text_at(trained.spec, "train.precision")));
  const OwnedMatrix z = chosen_noise(options, *trained.generator, trained.noise.size(), count);
  log::Array samples = array_of(z.view().rows, trained.sample);
  Sampler(engine, trained.network, batch_of(run, trained.spec)).run(z, rows(samples));
  return samples;
}

/// What the run has kept of that step, [n, …], the first `count` of them where that is given.
log::Array kept_at(const log::RunFile& run, const Draw& options) {
  const log::Array* all = snapshots(run);
  const auto at = std::ranges::find(run.sample_steps, *options.step);
  if (all == nullptr || all->dims.size() < 2 || at == run.sample_steps.end())
    throw Error(Exit::usage, fmt::format("sample: --step is {}, but must be one of the run's snapshots", *options.step),
                fmt::format("they are of the steps {}", fmt::join(run.sample_steps, ", ")));
  if (options.count > all->dims[1])
    throw Error(Exit::usage,
                fmt::format("sample: --count is {}, but a snapshot holds {}", options.count, all->dims[1]));
  const auto size = all->values.size() / run.sample_steps.size();
  const auto begin = all->values.begin() + (at - run.sample_steps.begin()) * static_cast<std::ptrdiff_t>(size);
  log::Array kept{{all->dims.begin() + 1, all->dims.end()}, {begin, begin + static_cast<std::ptrdiff_t>(size)}};
  if (options.count > 0) {
    kept.values.resize(size / static_cast<std::size_t>(kept.dims[0]) * static_cast<std::size_t>(options.count));
    kept.dims[0] = options.count;
  }
  return kept;
}

/// A metric's column of the run, null where it has none.
const std::vector<double>* numbers(const log::RunFile& run, const char* column) {
  const log::Column* found = run.metrics.find(column);
  return found ? std::get_if<std::vector<double>>(&found->values) : nullptr;
}

void write_picture(const fs::path& out, const log::RunFile& run, const log::Array& samples, std::int64_t step) {
  const std::string title = fmt::format("{} · {} · step {}", run.title, run.cell, step);
  // Where metric dirac has kept the way of both players, that says more than a point alone.
  const auto *theta = numbers(run, "dirac.theta"), *psi = numbers(run, "dirac.psi");
  if (theta && psi && !theta->empty()) return report::write_trajectory(out, title, {"θ", "ψ"}, *theta, *psi);
  if (!is_image(shape_of(run))) return report::write_points(out, title, run.real.samples, samples);
  double low = run.real.low, high = run.real.high;
  if (!(low < high)) {
    const auto [least, most] = std::ranges::minmax(samples.values);
    low = least, high = most;
  }
  report::write_mosaic(out, samples, static_cast<float>(low), static_cast<float>(high));
}

void require_sound(const Draw& options) {
  const bool has_noise = !options.noise.empty(), walks = !options.interpolate.empty();
  if (options.count > 0 && (has_noise || walks))
    throw Error(Exit::usage,
                "sample: --count excludes --noise and --interpolate: the noise's rows, or --frames, are the samples");
  if (options.step && (has_noise || walks || options.seed))
    throw Error(Exit::usage, "sample: --step shows what was kept, and takes neither a seed nor noise");
}

void write(const Draw& options, Form form, const log::RunFile& run, const log::Array& samples) {
  switch (form) {
    case Form::npy:
      return io::write_npy(options.out, samples);
    case Form::csv:
      return io::write_csv(options.out, samples);
    case Form::png:
      return write_picture(options.out, run, samples, options.step.value_or(run.step));
  }
}

const remote::Answers<Draw> answer{[](const Draw& options) {
  require_sound(options);
  const Form form = form_of(options.out);
  const log::RunFile run = read_run(options.run);
  write(options, form, run, options.step ? kept_at(run, options) : generate(run, options));
  Drawn drawn;
  if (!run.sealed) drawn.notices.push_back(log::without_checksum(options.run) + "; it is taken as it stands");
  return drawn;
}};

void declare(Command& verb) {
  auto options = std::make_shared<Draw>();
  verb.option("RUN", options->run, "a cell's folder, or its run.h5").required();
  verb.option("--count", options->count, "how many; 64 images or 2500 points unless given").in(1, 100'000'000);
  verb.option("--seed", options->seed, "of the noise; 0 unless given").in(0, 9e15);
  verb.option("--noise", options->noise, "FILE.npy, [n, noise], a row a sample, in place of the seed's");
  verb.option("--interpolate", options->interpolate, "A:B, two rows of the noise: the way from the one to the other")
      .called("A:B");
  verb.option("--frames", options->frames, "with --interpolate: how many samples").in(1, 100'000).with_default();
  verb.option("--step", options->step, "what the run kept of that step (log.snapshots), not the trained generator");
  verb.option("--trust", options->trust,
              "load the generator's code from where the run says: a file, or the run's plugins.paths");
  verb.option("--out", options->out,
              "FILE.npy, FILE.csv, or FILE.png: a mosaic of images, real and generated points, or the trajectory "
              "that metric dirac has kept")
      .required();
  verb.notes =
      "Needs the run file and the generator's component, no data. The component is looked for by its name in the\n"
      "program's folders and GANZOO_PLUGIN_PATH; a run that names it by a file needs --trust.";
  verb.runs([options] { print_notices(ask_child(*options, options->run, "samples were drawn").notices); });
}

const Registered verb{"sample", "samples of a trained generator, as numbers or as a picture", declare};

}  // namespace
}  // namespace ganzoo::app
