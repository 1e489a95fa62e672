/// `ganzoo plot`: a figure for a paper, and the facts for its caption.
#include <fmt/format.h>

#include <filesystem>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/text.hpp>
#include <ganzoo/os/files.hpp>
#include <ganzoo/report/plot/plot.hpp>
#include <iostream>
#include <memory>

#include "command.hpp"
#include "comparison_options.hpp"
#include "notices.hpp"

namespace ganzoo::app::plot_verb {
namespace {

struct Options {
  report::PlotOptions plot;
  std::filesystem::path out, data;
};

report::Format format_of(const std::filesystem::path& file) {
  const std::string extension = file.extension().string();
  if (extension == ".pdf") return report::Format::pdf;
  if (extension == ".svg") return report::Format::svg;
  if (extension == ".png") return report::Format::png;
  throw Error(Exit::usage, fmt::format("--out {} is no .pdf, .svg or .png", on_one_line(file.string())));
}

void draw(Options& options) {
  options.plot.format = format_of(options.out);
  const report::PlotOptions& o = options.plot;
  if (o.what != "curves" && !options.data.empty())
    throw Error(Exit::usage, fmt::format("--data is of curves, not of {}", o.what));
  const report::Figure figure = report::plot(options.plot);
  std::filesystem::path caption = options.out;
  caption.replace_extension(".txt");
  os::write_whole(options.out, figure.bytes);
  os::write_whole(caption, figure.caption);
  if (!options.data.empty()) os::write_whole(options.data, figure.data);
  print_notices(figure.notices);
  std::cout << fmt::format("{}, its caption's facts: {}\n", options.out.string(), caption.string());
}

void declare(Command& verb) {
  auto options = std::make_shared<Options>();
  report::PlotOptions& o = options->plot;
  declare_comparison(verb, o.compared);
  verb.option(
          "--what", o.what,
          "curves; bars: centres and intervals; paired: differences to the baseline; scatter: one metric over another; "
          "samples: over the run; game: densities, D and D* on the line or in the plane, over the run; phase: the ways "
          "of "
          "both players in their plane (metric dirac, or any two numbers); cross: trained with × measured by --cross")
      .one_of({"curves", "bars", "paired", "scatter", "samples", "game", "phase", "cross"})
      .with_default();
  verb.option(
          "--y", o.columns,
          "what is shown, or the two of scatter and phase: columns of /metrics; of curves and phase train/NAME, too; "
          "default: the first metrics")
      .with_commas();
  verb.option("--x", o.compared.axis, "step, critic_updates, real_seen or wall_time: what curves run over")
      .one_of({"step", "critic_updates", "real_seen", "wall_time"})
      .with_default();
  verb.option("--xlim", o.xlim, "of curves: A:B, where x begins and ends").called("A:B");
  verb.option("--ylim", o.ylim, "of curves: A:B; the caption says what lies outside").called("A:B");
  verb.option("--label", o.labels, "VALUE=TEXT: what the figure calls the group of that value")
      .with_commas()
      .called("VALUE=TEXT");
  verb.option("--cross", o.cross, "of cross: the divergences to measure by, as `compare --cross` does").with_commas();
  verb.option("--order", o.order,
              "a metric: its best first; or values, VALUE,…: these groups first. Colours stay with their groups")
      .with_commas();
  verb.option("--steps", o.steps,
              "of samples and game: the steps, one a column; default: the last, of game four over the run")
      .with_commas();
  verb.option("--layout", o.layout, "single: 84 mm; double: 174 mm, three panels a row; or WIDTHxHEIGHT in mm")
      .with_default()
      .like({"single", "double"});
  verb.option("--scale", o.scale, "of y").one_of({"auto", "linear", "log", "symlog"}).with_default();
  verb.option("--line", o.line, "auto: as compare has it").one_of({"auto", "mean", "median"}).with_default();
  verb.option("--band", o.band, "auto: all seeds below 5, then the interval")
      .one_of({"auto", "range", "interval", "sd", "none"})
      .with_default();
  verb.option("--seeds", o.seeds, "of curves: a thin line for each run");
  verb.option("--smooth", o.smooth, "of curves: the running median of so many rows; what it smooths stays, pale")
      .in(1, 100'001)
      .with_default();
  verb.option("--theme", o.theme, "light or dark").one_of({"light", "dark"}).with_default();
  verb.option("--font", o.font, "a family that is installed").with_default();
  verb.option("--dpi", o.dpi, "of a PNG").in(30, 2400).with_default();
  verb.option("--data", options->data, "FILE.csv: the numbers of the curves and their bands");
  verb.option("--out", options->out, "FILE.pdf, FILE.svg or FILE.png; the facts for its caption go to FILE.txt")
      .required();
  verb.notes = "The same runs give the same bytes. In an SVG text is drawn as outlines.";
  verb.runs([options] { draw(*options); });
}

const Registered verb{"plot", "a figure for a paper: curves, intervals, differences, samples, games", declare};

}  // namespace
}  // namespace ganzoo::app::plot_verb
