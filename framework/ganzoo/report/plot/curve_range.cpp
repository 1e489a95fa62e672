#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/report/plot/curve_range.hpp>

namespace ganzoo::report {
namespace {

using Columns = std::vector<const std::vector<double>*>;

Columns along_x(const Strand& strand) {
  Columns columns{&strand.ribbon.x};
  for (const Trace& seed : strand.seeds) columns.push_back(&seed.x);
  return columns;
}

Columns lines(const Strand& strand) {
  Columns columns{&strand.ribbon.y, &strand.raw};
  for (const Trace& seed : strand.seeds) columns.push_back(&seed.y);
  return columns;
}

Columns lines_and_bands(const Strand& strand) {
  Columns columns = lines(strand);
  columns.insert(columns.end(), {&strand.ribbon.low, &strand.ribbon.high});
  return columns;
}

/// Sorted.
std::vector<double> finite(const CurvePanel& panel, Columns (*columns_of)(const Strand&)) {
  std::vector<double> values;
  for (const Strand& strand : panel.strands)
    for (const std::vector<double>* column : columns_of(strand))
      std::ranges::copy_if(*column, std::back_inserter(values), [](double v) { return std::isfinite(v); });
  std::ranges::sort(values);
  return values;
}

/// The powers of ten at least a decade around the lines; on an axis of both signs as far below 0 as above.
std::pair<double, double> decade_around(const std::vector<double>& lines, bool positive) {
  const double size = std::max(std::abs(lines.front()), std::abs(lines.back()));
  const double high = std::pow(10.0, std::ceil(std::log10(size)) + 1);
  return {positive ? std::pow(10.0, std::floor(std::log10(lines.front())) - 1) : -high, high};
}

}  // namespace

YRange y_range(const CurvePanel& panel, const PlotOptions& o) {
  if (!o.ylim.empty()) {
    const std::vector<double> ends = ends_of("--ylim", o.ylim);
    return {Axis::around(ends, o.scale), ends[0], ends[1]};
  }
  std::vector<double> all = finite(panel, lines_and_bands);
  if (all.empty()) return {Axis(0, 1), 0, 1};
  const YRange whole{Axis::around(all, o.scale), all.front(), all.back()};
  const std::vector<double> inner = finite(panel, lines);
  if (whole.axis.name().empty() || inner.empty() || (inner.front() == 0 && inner.back() == 0)) return whole;
  const auto [least, most] = decade_around(inner, whole.axis.name() == "log");
  if (least <= whole.low && whole.high <= most) return whole;
  const double low = std::max(least, whole.low), high = std::min(most, whole.high);
  std::erase_if(all, [&](double v) { return v < low || v > high; });
  all.insert(all.begin(), low);
  all.push_back(high);
  return {Axis::around(all, whole.axis.name()), low, high, whole.low < low, high < whole.high};
}

std::string bands_beyond(const CurvePanel& panel, const YRange& range) {
  double low = INFINITY, high = -INFINITY;
  for (const Strand& strand : panel.strands) {
    for (const double v : strand.ribbon.low) low = v < low ? v : low;
    for (const double v : strand.ribbon.high) high = v > high ? v : high;
  }
  std::string text;
  if (high > range.high) text += fmt::format("; bands are cut at {:.4g}, they reach {:.4g}", range.high, high);
  if (low < range.low) text += fmt::format("; bands are cut at {:.4g}, they reach down to {:.4g}", range.low, low);
  return text;
}

std::string lines_beyond(const CurvePanel& panel, const YRange& range) {
  std::size_t all = 0, out = 0;
  for (const Strand& strand : panel.strands)
    for (const double y : strand.ribbon.y) ++all, out += y < range.low || y > range.high;
  return fmt::format("; y from {} to {}: {} of {} points outside", range.low, range.high, out, all);
}

std::vector<double> finite_x(const CurvePanel& panel) { return finite(panel, along_x); }

std::vector<double> ends_of(const std::string& option, const std::string& text) {
  double low = NAN, high = NAN;
  const char *first = text.data(), *end = first + text.size();
  const auto [colon, before] = std::from_chars(first, end, low);
  const auto [last, after] = colon != end && *colon == ':' ? std::from_chars(colon + 1, end, high)
                                                           : std::from_chars_result{colon, std::errc::invalid_argument};
  if (before != std::errc{} || after != std::errc{} || last != end || !std::isfinite(low) || !std::isfinite(high) ||
      !(low < high))
    throw Error(Exit::usage, fmt::format("{} is {}, but must be A:B with A < B", option, text), "0:1");
  return {low, high};
}

}  // namespace ganzoo::report
