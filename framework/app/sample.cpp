/// `ganzoo sample`: samples of a trained generator, as numbers or as a picture, from its run file alone.
#include <fmt/format.h>

#include <filesystem>
#include <ganzoo/core/beside.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/text.hpp>
#include <ganzoo/io/csv.hpp>
#include <ganzoo/io/npy.hpp>
#include <ganzoo/log/run_file.hpp>
#include <iostream>
#include <memory>
#include <set>

#include "child.hpp"
#include "command.hpp"
#include "notices.hpp"
#include "sample_draws.hpp"
#include "sample_pictures.hpp"
#include "sample_question.hpp"

namespace ganzoo::app::sample_verb {
namespace {

namespace fs = std::filesystem;

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
}  // namespace ganzoo::app::sample_verb
