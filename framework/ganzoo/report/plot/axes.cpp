#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/report/plot/sheet.hpp>
#include <iterator>
#include <set>

namespace ganzoo::report {
namespace {

/// "1000", "20k", and powers of ten far out, whose exponent stands raised; on axes of powers from 10⁴ on.
struct Label {
  std::string base, exponent;
};

Label label_of(const Axis& axis, double v) {
  const double size = std::abs(v);
  if (size == 0) return {"0", ""};
  const double power = std::round(std::log10(size));
  const double large = axis.name().empty() ? 1e5 : 1e4;
  if ((size >= large || size < 1e-3) && std::abs(size / std::pow(10.0, power) - 1) < 1e-9)
    return {v < 0 ? "−10" : "10",
            fmt::format("{}", static_cast<int>(power)).replace(0, power < 0 ? 1 : 0, power < 0 ? "−" : "")};
  std::string text = size >= 1e4 && size < 1e6 ? fmt::format("{:.4g}k", v / 1e3) : fmt::format("{:.4g}", v);
  if (text.starts_with('-')) text.replace(0, 1, "−");
  return {text, ""};
}

double width_of(Canvas& canvas, const Label& label) {
  return canvas.text_width(label.base, small) + (label.exponent.empty() ? 0 : canvas.text_width(label.exponent, 5));
}

void write(Sheet& sheet, double x, double y, const Label& label, Canvas::Anchor anchor) {
  auto& [canvas, style] = sheet;
  const double width = width_of(canvas, label);
  const double left = anchor == Canvas::Anchor::left ? x : anchor == Canvas::Anchor::middle ? x - width / 2 : x - width;
  canvas.text(left, y, label.base, small, style.dim);
  if (!label.exponent.empty())
    canvas.text(left + canvas.text_width(label.base, small), y - 3, label.exponent, 5, style.dim);
}

/// At most six, or seven around 0: of more sizes every second, every third …, each on both sides of 0.
std::vector<double> few_ticks(const Axis& axis) {
  const std::vector<double> all = axis.ticks();
  std::set<double> sizes;
  for (const double t : all) sizes.insert(std::abs(t));
  for (std::size_t stride = 1;; ++stride) {
    std::vector<double> some;
    std::ranges::copy_if(all, std::back_inserter(some), [&](double t) {
      return std::distance(sizes.begin(), sizes.find(std::abs(t))) % static_cast<std::ptrdiff_t>(stride) == 0;
    });
    const bool around_zero = std::ranges::any_of(some, [](double t) { return t < 0; });
    if (some.size() <= (around_zero ? 7U : 6U)) return some;
  }
}

}  // namespace

double width_of_numbers(Sheet& sheet, const Axis& axis) {
  double width = 0;
  for (const double t : few_ticks(axis)) width = std::max(width, width_of(sheet.canvas, label_of(axis, t)));
  return width;
}

void draw_x(Sheet& sheet, const Box& f, const Axis& axis, const std::string& name, bool lines) {
  auto& [canvas, style] = sheet;
  double free = -1e9;
  for (const double t : few_ticks(axis)) {
    const double x = f.left + axis.place(t) * f.width;
    if (x < f.left - 0.5 || x > f.left + f.width + 0.5) continue;
    if (lines) canvas.line(x, f.top, x, f.top + f.height, 0.4, style.faint);
    const double half = width_of(canvas, label_of(axis, t)) / 2;
    if (x - half < free) continue;
    free = x + half + 4;
    write(sheet, std::min(x, f.left + f.width + 6 - half), f.top + f.height + 9, label_of(axis, t),
          Canvas::Anchor::middle);
  }
  canvas.line(f.left, f.top + f.height, f.left + f.width, f.top + f.height, 0.5, style.dim);
  canvas.text(f.left + f.width, f.top + f.height + 19, name, small, style.dim, Canvas::Anchor::right);
}

void draw_y(Sheet& sheet, const Box& f, const Axis& axis) {
  auto& [canvas, style] = sheet;
  double free = 1e9;
  for (const double t : few_ticks(axis)) {
    const double y = f.top + (1 - axis.place(t)) * f.height;
    canvas.line(f.left, y, f.left + f.width, y, 0.4, style.faint);
    if (std::abs(free - y) < small + 1) continue;
    free = y;
    write(sheet, f.left - 3, y + 2.5, label_of(axis, t), Canvas::Anchor::right);
  }
  canvas.line(f.left, f.top, f.left, f.top + f.height, 0.5, style.dim);
}

void draw_note(Sheet& sheet, const Box& f, bool above, const std::string& words, const Axis& axis, double value) {
  const Label number = label_of(axis, value);
  const double y = above ? f.top + 7 : f.top + f.height - 4, right = f.left + f.width - 2;
  write(sheet, right, y, number, Canvas::Anchor::right);
  sheet.canvas.text(right - width_of(sheet.canvas, number), y, words, small, sheet.style.dim, Canvas::Anchor::right);
}

}  // namespace ganzoo::report
