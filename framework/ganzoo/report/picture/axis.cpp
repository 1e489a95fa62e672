#include <algorithm>
#include <cmath>
#include <ganzoo/report/picture/axis.hpp>
#include <ganzoo/report/picture/ticks.hpp>

namespace ganzoo::report {
namespace {

constexpr double wide = 1e3, explosive = 200, margin = 0.06;
constexpr int most_decades = 6;

double quantile(const std::vector<double>& sorted, double part) {
  return sorted[static_cast<std::size_t>(part * static_cast<double>(sorted.size() - 1))];
}

std::vector<double> magnitudes(std::vector<double> values) {
  for (double& v : values) v = std::abs(v);
  std::ranges::sort(values);
  return values;
}

}  // namespace

Axis::Axis(double low, double high) : low_(low), high_(high) {}

Axis Axis::around(const std::vector<double>& sorted, const std::string& kind) {
  Axis axis(sorted.front(), sorted.back());
  const std::vector<double> sizes = magnitudes(sorted);
  const double typical = quantile(sizes, 0.5);
  const bool asks = kind != "auto", positive = sorted.front() > 0;
  if (positive && (asks ? kind == "log" : quantile(sorted, 0.98) > wide * quantile(sorted, 0.02))) {
    axis.kind_ = Kind::log;
  } else if (asks ? kind != "linear" : typical > 0 && sizes.back() > explosive * typical) {
    axis.kind_ = Kind::symlog;
    const auto some = std::ranges::find_if(sizes, [](double v) { return v > 0; });
    axis.bend_ = typical > 0 ? typical : some == sizes.end() ? 1 : *some;
  }
  double low = axis.bent(axis.low_), high = axis.bent(axis.high_);
  if (!(high - low > 1e-12 * (std::abs(high) + std::abs(low)))) {
    low -= 0.5 + std::abs(low) / 2;
    high += 0.5 + std::abs(high) / 2;
  }
  axis.low_ = low - margin * (high - low);
  axis.high_ = high + margin * (high - low);
  return axis;
}

/// Where the axis is linear: in the value, its logarithm, or asinh(value/bend) in decades.
double Axis::bent(double value) const {
  if (kind_ == Kind::log) return std::log10(value);
  return kind_ == Kind::symlog ? std::asinh(value / bend_) / std::log(10.0) : value;
}

double Axis::place(double value) const { return (bent(value) - low_) / (high_ - low_); }

std::vector<double> Axis::ticks() const {
  if (kind_ == Kind::linear) return report::ticks(low_, high_);
  std::vector<double> at;
  const auto add = [&](double value) {
    if (const double p = place(value); p >= 0 && p <= 1) at.push_back(value);
  };
  const double most = kind_ == Kind::log ? high_ : std::max(std::abs(low_), std::abs(high_)) + std::log10(bend_ / 2);
  const double least = kind_ == Kind::log ? low_ : std::log10(bend_);
  if (kind_ == Kind::log && most - least < 1) return report::ticks(std::pow(10.0, least), std::pow(10.0, most));
  const double stride = std::max(1.0, std::ceil((most - least) / most_decades));
  if (kind_ == Kind::symlog) add(0);
  for (double n = std::ceil(least); n <= most; n += stride) {
    add(std::pow(10.0, n));
    if (kind_ == Kind::symlog) add(-std::pow(10.0, n));
  }
  return at;
}

std::string Axis::name() const { return kind_ == Kind::linear ? "" : kind_ == Kind::log ? "log" : "symlog"; }

}  // namespace ganzoo::report
