/// `ganzoo sample`: samples of a trained generator, as numbers or as a picture, from its run file alone.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <ganzoo/core/beside.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/float_mode.hpp>
#include <ganzoo/core/text.hpp>
#include <ganzoo/experiment/session/players.hpp>
#include <ganzoo/experiment/session/trained_generator.hpp>
#include <ganzoo/io/csv.hpp>
#include <ganzoo/io/npy.hpp>
#include <ganzoo/log/run_file.hpp>
#include <ganzoo/nn/engine.hpp>
#include <ganzoo/os/files.hpp>
#include <ganzoo/report/picture/animation.hpp>
#include <ganzoo/report/picture/picture.hpp>
#include <ganzoo/train/sampler.hpp>
#include <iostream>
#include <memory>
#include <optional>
#include <set>

#include "child.hpp"
#include "command.hpp"
#include "notices.hpp"
#include "sample_noise.hpp"

namespace ganzoo::app {
namespace {

namespace fs = std::filesystem;

/// Answered by having been drawn, with what is to be said of it.
struct Drawn {
  std::string what;  ///< "64 samples"
  std::vector<std::string> notices;
  static constexpr auto fields =
      std::tuple{remote::field("what", &Drawn::what), remote::field("notices", &Drawn::notices)};
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
  std::optional<std::int64_t> frames;
  std::int64_t grid = 0;
  std::optional<std::int64_t> label;
  bool trust = false;

  static constexpr auto fields = std::tuple{remote::field("run", &Draw::run),
                                            remote::field("out", &Draw::out),
                                            remote::field("count", &Draw::count),
                                            remote::field("seed", &Draw::seed),
                                            remote::field("step", &Draw::step),
                                            remote::field("noise", &Draw::noise),
                                            remote::field("interpolate", &Draw::interpolate),
                                            remote::field("frames", &Draw::frames),
                                            remote::field("grid", &Draw::grid),
                                            remote::field("class", &Draw::label),
                                            remote::field("trust", &Draw::trust)};
};

enum class Form : std::uint8_t { npy, csv, png, gif };

Form form_of(const fs::path& out) {
  const std::string end = out.extension().string();
  if (end == ".npy") return Form::npy;
  if (end == ".csv") return Form::csv;
  if (end == ".png") return Form::png;
  if (end == ".gif") return Form::gif;
  throw Error(Exit::usage, fmt::format("sample: --out is {}, but must end in .npy, .csv, .png or .gif", out.string()));
}

/// The first of a folder's cells, or the name that is nearest.
std::string hint_to_cell(const fs::path& run) {
  std::set<fs::path> cells;
  std::error_code error;
  for (fs::directory_iterator entry(run, error), end; !error && entry != end; entry.increment(error))
    if (fs::exists(entry->path() / "run.h5", error)) cells.insert(entry->path());
  if (!cells.empty())
    return fmt::format("it holds {} cell{}: give one, as {}", cells.size(), cells.size() == 1 ? "" : "s",
                       on_one_line(cells.begin()->string()));
  const std::string near = hint_beside(run);
  return near.empty() ? "`ganzoo run` makes a folder for each cell below --out" : near;
}

log::RunFile read_run(const fs::path& run) {
  const fs::path file = fs::is_directory(run) ? run / "run.h5" : run;
  if (!fs::exists(file))
    throw Error(Exit::usage,
                fmt::format("sample: {} does not exist, but must be a cell's folder or its run.h5", file.string()),
                hint_to_cell(run));
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

constexpr std::int64_t samples_of_a_class = 10;

/// Of so many samples: all of the class asked for, or as many of each, one class after the other.
std::vector<Label> labels_of(const Draw& options, int classes, std::int64_t count) {
  if (options.label && classes == 0)
    throw Error(Exit::usage, "sample: --class is given, but the run's generator takes no labels");
  if (options.label && *options.label >= classes)
    throw Error(Exit::usage, fmt::format("sample: --class is {}, but must be in [0, {}]", *options.label, classes - 1));
  if (classes > 0 && !options.label && (!options.interpolate.empty() || options.grid > 0))
    throw Error(Exit::usage, "sample: --class is missing, but must be given: a way between samples stays in one class");
  std::vector<Label> labels(static_cast<std::size_t>(classes > 0 ? count : 0));
  for (std::size_t i = 0; i < labels.size(); ++i)
    labels[i] = static_cast<Label>(
        options.label.value_or(static_cast<std::int64_t>(i) * classes / static_cast<std::int64_t>(labels.size())));
  return labels;
}

bool is_image(const Shape& shape) { return shape.rank() == 3 && (shape[2] == 1 || shape[2] == 3); }

/// Samples, and how many stand in a row of a mosaic; 0: as is nearly square.
struct Sheet {
  log::Array samples;
  std::int64_t columns = 0;
};

Sheet generate(const log::RunFile& run, const Draw& options) {
  experiment::TrainedGenerator trained = experiment::trained_generator(run, options.trust);
  set_float_mode();  // as in training: the same weights and noise are the same samples
  const int classes = trained.network.classes();
  const std::int64_t usual = !is_image(trained.sample)       ? 2500
                             : classes > 0 && !options.label ? samples_of_a_class * classes
                                                             : 64;
  const std::int64_t count = options.count > 0 ? options.count : usual;
  nn::Engine engine(nn::parse_precision(experiment::text_at(trained.spec, "train.precision")));
  const NoiseAsked noise{
      options.noise, options.seed, trained.generator->uniform_noise(), options.interpolate, options.frames.value_or(16),
      options.grid};
  const OwnedMatrix z = chosen_noise(noise, trained.noise.size(), count);
  log::Array samples = array_of(z.view().rows, trained.sample);
  Sampler(engine, trained.network, batch_of(run, trained.spec))
      .run(z, rows(samples), labels_of(options, classes, z.view().rows));
  const bool rows_of_classes = classes > 0 && !options.label && samples.dims[0] % classes == 0;
  return {samples, rows_of_classes ? samples.dims[0] / classes : 0};
}

/// What the run has kept of that step, [n, …], the first `count` of them where that is given.
log::Array kept_at(const log::RunFile& run, const Draw& options) {
  const log::Array* all = experiment::snapshots(run);
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

std::string title_of(const log::RunFile& run, std::int64_t step) {
  return fmt::format("{} · {} · step {}", run.title, run.cell, step);
}

/// A mosaic of images, or real and generated points, as a PNG file.
std::string picture_of(const log::RunFile& run, const log::Array& samples, std::int64_t step,
                       std::int64_t columns = 0) {
  if (!is_image(experiment::shape_of(run))) return report::points_png(title_of(run, step), run.real.samples, samples);
  double low = run.real.low, high = run.real.high;
  if (!(low < high)) {
    const auto [least, most] = std::ranges::minmax(samples.values);
    low = least, high = most;
  }
  return report::mosaic_png(samples, static_cast<float>(low), static_cast<float>(high), static_cast<int>(columns));
}

std::string counted(std::int64_t count, const char* what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string write_picture(const fs::path& out, const log::RunFile& run, const Sheet& sheet, std::int64_t step) {
  // Where metric dirac has kept the way of both players, that says more than a point alone.
  const auto *theta = numbers(run, "dirac.theta"), *psi = numbers(run, "dirac.psi");
  if (theta && psi && !theta->empty()) {
    report::write_trajectory(out, title_of(run, step), {"θ", "ψ"}, *theta, *psi);
    return "the trajectory";
  }
  os::write_whole(out, picture_of(run, sheet.samples, step, sheet.columns));
  return counted(sheet.samples.dims[0], "sample");
}

void require_sound(const Draw& options, Form form) {
  const bool has_noise = !options.noise.empty(), walks = !options.interpolate.empty(), has_grid = options.grid > 0;
  if (options.count > 0 && (has_noise || walks || has_grid))
    throw Error(
        Exit::usage,
        "sample: --count excludes --noise, --interpolate and --grid: the noise's rows, --frames or the grid are "
        "the samples");
  if (options.frames && !walks)
    throw Error(Exit::usage, "sample: --frames counts the samples of a way, but there is no --interpolate",
                "--interpolate 0:1 goes from the noise's first row to its second");
  if (options.label && form == Form::gif && !walks)
    throw Error(Exit::usage, "sample: --class excludes a .gif of the run's snapshots, which are of all classes");
  if (walks && has_grid) throw Error(Exit::usage, "sample: --grid excludes --interpolate: it goes four ways by itself");
  if (options.step && (has_noise || walks || has_grid || options.seed || options.label))
    throw Error(Exit::usage, "sample: --step shows what was kept, and takes neither a seed nor noise nor a class");
  if (form == Form::gif && (options.step || has_grid || (!walks && (has_noise || options.seed))))
    throw Error(Exit::usage, "sample: a .gif shows all snapshots of the run, or the way of --interpolate",
                "no --step and no --grid; --seed and --noise with --interpolate");
}

/// The samples from `first` on, `count` of them.
log::Array some_of(const log::Array& samples, std::int64_t first, std::int64_t count) {
  const auto size = static_cast<std::ptrdiff_t>(samples.values.size()) / samples.dims[0];
  const auto begin = samples.values.begin() + first * size;
  log::Array some{samples.dims, {begin, begin + count * size}};
  some.dims[0] = count;
  return some;
}

/// An image of the way after the other, or its points up to there.
std::vector<std::string> frames_of_way(const Draw& options, const log::RunFile& run) {
  const log::Array way = generate(run, options).samples;
  const bool images = is_image(experiment::shape_of(run));
  std::vector<std::string> frames;
  for (std::int64_t i = 0; i < way.dims[0]; ++i)
    frames.push_back(picture_of(run, images ? some_of(way, i, 1) : some_of(way, 0, i + 1), run.step));
  return frames;
}

std::vector<std::string> frames_of_run(const Draw& options, const log::RunFile& run) {
  if (run.sample_steps.empty())
    throw Error(Exit::usage, fmt::format("sample: {} has kept no snapshots, which a .gif shows", run.cell),
                "log.snapshots says how many a run keeps");
  std::vector<std::string> frames;
  for (const std::int64_t step : run.sample_steps) {
    Draw at = options;
    at.step = step;
    frames.push_back(picture_of(run, kept_at(run, at), step));
  }
  return frames;
}

std::string write_animation(const Draw& options, const log::RunFile& run) {
  constexpr double whole_seconds = 4, least_seconds = 0.05;
  const auto frames = options.interpolate.empty() ? frames_of_run(options, run) : frames_of_way(options, run);
  const double seconds = std::max(least_seconds, whole_seconds / static_cast<double>(frames.size()));
  os::write_whole(options.out, report::animation_gif(frames, seconds));
  return counted(static_cast<std::int64_t>(frames.size()), "frame");
}

/// What was written, in words.
std::string write(const Draw& options, Form form, const log::RunFile& run) {
  if (form == Form::gif) return write_animation(options, run);
  const Sheet sheet = options.step ? Sheet{kept_at(run, options)} : generate(run, options);
  if (form == Form::png) return write_picture(options.out, run, sheet, options.step.value_or(run.step));
  if (form == Form::npy)
    io::write_npy(options.out, sheet.samples);
  else
    io::write_csv(options.out, sheet.samples);
  return counted(sheet.samples.dims[0], "sample");
}

const remote::Answers<Draw> answer{[](const Draw& options) {
  const Form form = form_of(options.out);
  require_sound(options, form);
  const log::RunFile run = read_run(options.run);
  Drawn drawn{write(options, form, run), {}};
  if (!run.sealed) drawn.notices.push_back(log::without_checksum(options.run) + "; it is taken as it stands");
  return drawn;
}};

void declare(Command& verb) {
  auto options = std::make_shared<Draw>();
  verb.option("RUN", options->run, "a cell's folder, or its run.h5").required();
  verb.option("--count", options->count, "how many; 64 images (10 of each class) or 2500 points unless given")
      .in(1, 100'000'000);
  verb.option("--seed", options->seed, "of the noise; 0 unless given").in(0, 9e15);
  verb.option("--noise", options->noise, "FILE.npy, [n, noise], a row a sample, in place of the seed's");
  verb.option("--interpolate", options->interpolate, "A:B, two rows of the noise: the way from the one to the other")
      .called("A:B");
  verb.option("--frames", options->frames, "with --interpolate: how many samples; 16 unless given").in(1, 100'000);
  verb.option("--grid", options->grid,
              "N: N × N samples between the first four rows of the noise, which are the corners")
      .in(2, 1000)
      .called("N");
  verb.option("--class", options->label,
              "of a conditional generator: all samples of this class, from 0 on; as many of each, a class after the "
              "other, unless given")
      .in(0, 1'000'000)
      .called("K");
  verb.option("--step", options->step, "what the run kept of that step (log.snapshots), not the trained generator");
  verb.option("--trust", options->trust,
              "load the generator's code from where the run says: a file, or the run's plugins.paths");
  verb.option("--out", options->out,
              "FILE.npy, FILE.csv, or FILE.png: a mosaic of images, real and generated points, or the trajectory "
              "that metric dirac has kept; FILE.gif: all snapshots one after the other, or the way of --interpolate")
      .required();
  verb.notes =
      "Needs the run file and the generator's component, no data. The component is looked for by its name in the\n"
      "program's folders and GANZOO_PLUGIN_PATH; a run that names it by a file needs --trust.";
  verb.runs([options] {
    const Drawn drawn = ask_child(*options, options->run, "samples were drawn");
    print_notices(drawn.notices);
    std::cout << fmt::format("{}: {} of {}\n", on_one_line(options->out), drawn.what, on_one_line(options->run));
  });
}

const Registered verb{"sample", "samples of a trained generator, as numbers or as a picture", declare};

}  // namespace
}  // namespace ganzoo::app
