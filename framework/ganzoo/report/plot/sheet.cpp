#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/text.hpp>
#include <ganzoo/report/plot/sheet.hpp>
#include <ganzoo/report/runs/cohort.hpp>
#include <set>

namespace ganzoo::report {
namespace {

constexpr double millimetre = 72 / 25.4;

}  // namespace

Sheet sheet_of(double width, double height, const Experiment& e, const PlotOptions& o) {
  const Style& style = style_of(o.theme);
  return {Canvas::sheet({.width = width,
                         .height = height,
                         .format = o.format,
                         .dpi = o.dpi,
                         .date = date_of(e),
                         .font = o.font,
                         .color = style.paper}),
          style};
}

double measured(const std::string& text, double size, const PlotOptions& o) {
  return Canvas::sheet({.width = 8, .height = 8, .format = Format::svg, .dpi = 72, .date = "", .font = o.font})
      .text_width(text, size);
}

Layout layout_of(const std::string& name, std::size_t panels) {
  if (name == "single") return {84 * millimetre, 60 * millimetre, 1};
  if (name == "double") {
    const std::size_t columns = std::min<std::size_t>(3, std::max<std::size_t>(1, panels));
    return {174 * millimetre / static_cast<double>(columns), 62 * millimetre, columns};
  }
  double width = 0, height = 0;
  const char* end = name.data() + name.size();
  const auto [cross, first] = std::from_chars(name.data(), end, width);
  const auto [last, second] = first == std::errc{} && cross != end && *cross == 'x'
                                  ? std::from_chars(cross + 1, end, height)
                                  : std::from_chars_result{cross, std::errc::invalid_argument};
  if (second != std::errc{} || last != end || !(width >= 20 && width <= 1000 && height >= 20 && height <= 1000))
    throw Error(Exit::usage, fmt::format("--layout is {}, but must be single, double or WIDTHxHEIGHT in mm", name),
                "84x60");
  return {width * millimetre, height * millimetre, 1};
}

Box frame_in(const Box& panel, double numbers) {
  const double left = numbers + 8, top = 18, right = 8, bottom = 24;
  return {panel.left + left, panel.top + top, panel.width - left - right, panel.height - top - bottom};
}

std::string letter_of(std::size_t index) {
  const std::string last(1, static_cast<char>('a' + index % 26));
  return index < 26 ? last : letter_of(index / 26 - 1) + last;
}

namespace {

/// Around the comma nearest to its middle.
std::pair<std::string, std::string> halves(const std::string& title) {
  std::size_t best = title.npos;
  const auto off = [&](std::size_t at) {
    return at > title.size() / 2 ? at - title.size() / 2 : title.size() / 2 - at;
  };
  for (std::size_t at = title.find(", "); at != title.npos; at = title.find(", ", at + 1))
    if (best == title.npos || off(at) < off(best)) best = at;
  return best == title.npos ? std::pair{title, std::string()}
                            : std::pair{title.substr(0, best + 1), title.substr(best + 2)};
}

}  // namespace

void draw_title(Sheet& sheet, const Box& panel, std::size_t index, std::size_t panels, const std::string& title) {
  auto& [canvas, style] = sheet;
  const std::string text = (panels > 1 ? fmt::format("({}) ", letter_of(index)) : "") + title;
  const double room = panel.width - 10;
  const auto fitting = [&](const std::string& line, double size) {
    return size * std::min(1.0, room / std::max(room, canvas.text_width(line, size)));
  };
  const auto [first, second] = halves(text);
  if (second.empty() || fitting(text, large) > small) {
    canvas.text(panel.left + 4, panel.top + 11, text, fitting(text, large), style.ink);
    return;
  }
  const double size = std::min(fitting(first, small), fitting(second, small));
  canvas.text(panel.left + 4, panel.top + 7, first, size, style.ink);
  canvas.text(panel.left + 4, panel.top + 14.5, second, size, style.ink);
}

namespace {

/// Where each entry of a legend begins.
struct Entries {
  std::vector<std::pair<double, double>> at;
  double height;
};

Entries entries_of(const std::vector<Shown>& groups, double width, const PlotOptions& o) {
  Entries entries{{}, 14};
  double x = 6;
  for (const Shown& group : groups) {
    const double own = 30 + measured(group.name, small, o);
    if (x + own > width && x > 6) x = 6, entries.height += 11;
    entries.at.emplace_back(x, entries.height - 4);
    x += own;
  }
  return entries;
}

}  // namespace

double height_of_legend(const std::vector<Shown>& groups, double width, const PlotOptions& o) {
  return groups.size() < 2 ? 0 : entries_of(groups, width, o).height;
}

void draw_legend(Sheet& sheet, const std::vector<Shown>& groups, double width, const PlotOptions& o) {
  if (groups.size() < 2) return;
  auto& [canvas, style] = sheet;
  const Entries entries = entries_of(groups, width, o);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const auto [x, y] = entries.at[i];
    const std::array<double, 2> xs{x, x + 15}, ys{y - 2.5, y - 2.5};
    const Look look = style.look_of(groups[i].place);
    canvas.curve(xs, ys, 1.3, look.color, look.dash);
    canvas.text(x + 19, y, groups[i].name, small, style.ink);
  }
}

std::size_t measure_named(const Experiment& e, const std::string& column) {
  const auto at = std::ranges::find(e.frame.measures, column, &Measure::name);
  if (at != e.frame.measures.end()) return static_cast<std::size_t>(at - e.frame.measures.begin());
  std::vector<std::string> known;
  for (const Measure& measure : e.frame.measures) known.push_back(measure.name);
  const std::string near = nearest(column, known);
  throw Error(Exit::usage, fmt::format("--y {} is measured in none of these runs", column),
              near.empty() ? "" : fmt::format("did you mean {}?", near));
}

std::string title_of(const Experiment& e, const std::string& column) {
  for (const Measure& measure : e.frame.measures) {
    if (measure.name != column) continue;
    const std::string unit = measure.unit.empty() || measure.unit == "1" ? "" : fmt::format(" ({})", measure.unit);
    return column + unit + (measure.better == "higher" ? " ↑" : measure.better == "lower" ? " ↓" : "");
  }
  return column.substr(column.find('/') + 1);
}

std::string date_of(const Experiment& e) {
  if (const char* epoch = std::getenv("SOURCE_DATE_EPOCH"); epoch != nullptr && *epoch != '\0')
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                       fmt::gmtime(static_cast<std::time_t>(std::strtoll(epoch, nullptr, 10))));
  std::string newest = "1970-01-01T00:00:00Z";
  for (const Run& run : e.frame.runs) newest = std::max(newest, provenance_text(run, "ended"));
  return newest;
}

std::string seeds_text(const Experiment& e) {
  std::set<std::size_t> counts;
  for (const Group& group : e.comparison.groups) counts.insert(group.seeds.size());
  if (counts.empty()) return "no runs";
  return counts.size() == 1 ? fmt::format("{} seed{} a group", *counts.begin(), *counts.begin() == 1 ? "" : "s")
                            : fmt::format("{} to {} seeds a group", *counts.begin(), *counts.rbegin());
}

}  // namespace ganzoo::report
