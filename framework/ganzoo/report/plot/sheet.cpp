#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <ganzoo/core/error.hpp>
#include <ganzoo/report/plot/sheet.hpp>
#include <ganzoo/report/runs/cohort.hpp>
#include <set>

namespace ganzoo::report {
namespace {

constexpr double millimetre = 72 / 25.4;
constexpr Color faint{0.90, 0.90, 0.90}, dim{0.33, 0.34, 0.37};

/// "1000", "2k", and powers of ten far out, whose exponent stands raised.
struct Label {
  std::string base, exponent;
};

Label label_of(double v) {
  const double size = std::abs(v);
  if (size == 0) return {"0", ""};
  const double power = std::round(std::log10(size));
  if ((size >= 1e5 || size < 1e-3) && std::abs(size / std::pow(10.0, power) - 1) < 1e-9)
    return {v < 0 ? "−10" : "10",
            fmt::format("{}", static_cast<int>(power)).replace(0, power < 0 ? 1 : 0, power < 0 ? "−" : "")};
  std::string text = size >= 1e4 && size < 1e6 ? fmt::format("{:.4g}k", v / 1e3) : fmt::format("{:.4g}", v);
  if (text.starts_with('-')) text.replace(0, 1, "−");
  return {text, ""};
}

double width_of(Canvas& canvas, const Label& label) {
  return canvas.text_width(label.base, small) + (label.exponent.empty() ? 0 : canvas.text_width(label.exponent, 5));
}

void write(Canvas& canvas, double x, double y, const Label& label, Canvas::Anchor anchor) {
  const double width = width_of(canvas, label);
  const double left = anchor == Canvas::Anchor::left ? x : anchor == Canvas::Anchor::middle ? x - width / 2 : x - width;
  canvas.text(left, y, label.base, small, dim);
  if (!label.exponent.empty()) canvas.text(left + canvas.text_width(label.base, small), y - 3, label.exponent, 5, dim);
}

/// At most six: of more every second, every third …
std::vector<double> few_ticks(const Axis& axis) {
  const std::vector<double> all = axis.ticks();
  const std::size_t stride = (all.size() + 5) / 6;
  std::vector<double> some;
  for (std::size_t i = 0; i < all.size(); i += std::max<std::size_t>(1, stride)) some.push_back(all[i]);
  return some;
}

}  // namespace

Look look_of(std::size_t i) {
  constexpr std::array<Color, 6> colors{{{0.149, 0.251, 0.686},
                                         {0.753, 0.184, 0.039},
                                         {0.000, 0.498, 0.451},
                                         {0.443, 0.188, 0.294},
                                         {0.086, 0.616, 0.851},
                                         {0.671, 0.565, 0.239}}};
  constexpr std::array<Dash, 4> dashes{Dash::none, Dash::dashed, Dash::dotted, Dash::dash_dot};
  if (i >= colors.size() * dashes.size()) return {palette::grey, Dash::none};
  return {colors[i % colors.size()], dashes[i / colors.size()]};
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

void draw_title(Canvas& canvas, const Box& panel, std::size_t index, std::size_t panels, const std::string& title) {
  const std::string letter = panels > 1 ? fmt::format("({}) ", static_cast<char>('a' + index)) : "";
  const double room = panel.width - 10, width = canvas.text_width(letter + title, large);
  canvas.text(panel.left + 4, panel.top + 11, letter + title, large * std::min(1.0, room / std::max(room, width)),
              palette::ink);
}

double width_of_numbers(Canvas& canvas, const Axis& axis) {
  double width = 0;
  for (const double t : few_ticks(axis)) width = std::max(width, width_of(canvas, label_of(t)));
  return width;
}

void draw_x(Canvas& canvas, const Box& f, const Axis& axis, const std::string& name, bool lines) {
  double free = -1e9;
  for (const double t : few_ticks(axis)) {
    const double x = f.left + axis.place(t) * f.width;
    if (x < f.left - 0.5 || x > f.left + f.width + 0.5) continue;
    if (lines) canvas.line(x, f.top, x, f.top + f.height, 0.4, faint);
    const double half = width_of(canvas, label_of(t)) / 2;
    if (x - half < free) continue;
    free = x + half + 4;
    write(canvas, std::min(x, f.left + f.width + 6 - half), f.top + f.height + 9, label_of(t), Canvas::Anchor::middle);
  }
  canvas.line(f.left, f.top + f.height, f.left + f.width, f.top + f.height, 0.5, dim);
  canvas.text(f.left + f.width, f.top + f.height + 19, name, small, dim, Canvas::Anchor::right);
}

void draw_y(Canvas& canvas, const Box& f, const Axis& axis) {
  double free = 1e9;
  for (const double t : few_ticks(axis)) {
    const double y = f.top + (1 - axis.place(t)) * f.height;
    canvas.line(f.left, y, f.left + f.width, y, 0.4, faint);
    if (std::abs(free - y) < small + 1) continue;
    free = y;
    write(canvas, f.left - 3, y + 2.5, label_of(t), Canvas::Anchor::right);
  }
  canvas.line(f.left, f.top, f.left, f.top + f.height, 0.5, dim);
}

double draw_legend(Canvas& canvas, const std::vector<std::string>& names, double width, bool draws) {
  double x = 6, y = 10;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const double own = 20 + canvas.text_width(names[i], small) + 10;
    if (x + own > width && x > 6) x = 6, y += 11;
    if (draws) {
      const std::array<double, 2> xs{x, x + 15}, ys{y - 2.5, y - 2.5};
      canvas.curve(xs, ys, 1.3, look_of(i).color, look_of(i).dash);
      canvas.text(x + 19, y, names[i], small, palette::ink);
    }
    x += own;
  }
  return y + 4;
}

std::vector<std::string> names_of(const Experiment& e) {
  std::vector<std::string> names;
  for (const Group& group : e.comparison.groups) {
    std::vector<std::string> parts;
    for (const auto& [key, value] : group.key) parts.push_back(value);
    names.push_back(parts.empty() ? "all runs" : fmt::format("{}", fmt::join(parts, ", ")));
  }
  return names;
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
