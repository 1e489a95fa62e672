/// A square diagram: two axes with round numbers, a title and a legend, on which others draw.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/log/run_file.hpp>
#include <ganzoo/report/picture/canvas.hpp>
#include <ganzoo/report/picture/ticks.hpp>
#include <string>

namespace ganzoo::report {

inline constexpr double left = 64, top = 64, side = 560, right = 24, bottom = 44;

/// A closed interval of one axis.
struct Range {
  double low = 0, high = 1;
  double width() const { return high - low; }
  double middle() const { return (low + high) / 2; }
};

/// Both widened about their middles to the wider one: a circle stays one.
inline void share_scale(Range& x, Range& y) {
  const double width = std::max(x.width(), y.width());
  for (Range* range : {&x, &y}) {
    const double middle = range->middle();
    *range = {middle - width / 2, middle + width / 2};
  }
}

class Plot {
 public:
  Plot(const std::string& title, Range x, Range y)
      : canvas_(static_cast<int>(left + side + right), static_cast<int>(top + side + bottom)), x_(x), y_(y) {
    const double size = 17 * std::min(1.0, side / std::max(1.0, canvas_.text_width(title, 17)));
    canvas_.text(left, 30, title, size, palette::ink);  // small enough to end in the picture
  }

  double px(double x) const { return left + (x - x_.low) / x_.width() * side; }
  double py(double y) const { return top + side - (y - y_.low) / y_.width() * side; }
  Canvas& canvas() { return canvas_; }

  void axes() {
    for (const double t : ticks(x_.low, x_.high)) {
      canvas_.line(px(t), top, px(t), top + side, 0.6, palette::line);
      canvas_.text(px(t), top + side + 20, fmt::format("{:.6g}", t), 12.5, palette::grey, Canvas::Anchor::middle);
    }
    for (const double t : ticks(y_.low, y_.high)) {
      canvas_.line(left, py(t), left + side, py(t), 0.6, palette::line);
      canvas_.text(left - 8, py(t) + 4.5, fmt::format("{:.6g}", t), 12.5, palette::grey, Canvas::Anchor::right);
    }
    canvas_.frame(left, top, side, side, palette::grey);
  }

  /// The axes' names, at their far ends.
  void name_axes(const std::string& x, const std::string& y) {
    canvas_.text(left + side, top + side + 38, x, 14, palette::ink, Canvas::Anchor::right);
    canvas_.text(left - 26, top - 10, y, 14, palette::ink, Canvas::Anchor::right);
  }

  /// "● real 2500   ● generated 2500", right above the frame.
  void legend(const std::string& text, const Color& color) {
    canvas_.dot(legend_ + 5, top - 14.5, 4.5, color);
    canvas_.text(legend_ + 15, top - 10, text, 13, palette::ink);
    legend_ += 15 + canvas_.text_width(text, 13) + 18;
  }

 private:
  Canvas canvas_;
  Range x_, y_;
  double legend_ = left;
};

/// The first two coordinates of points [n, d] as dots; those that are no numbers have no place.
void scatter(Plot& plot, const log::Array& points, double radius, const Color& color);

}  // namespace ganzoo::report
