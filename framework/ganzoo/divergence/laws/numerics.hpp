/// The numerical tools that laws measure with: grids, differences, maxima and roots, each independent of what a
/// component says of itself.
#pragma once

#include <functional>
#include <ganzoo/core/api.hpp>
#include <vector>

namespace ganzoo::laws {

using Curve = std::function<double(double)>;

/// `count` numbers from low to high, both included.
std::vector<double> spaced(double low, double high, int count);
/// The same, evenly in the logarithm.
std::vector<double> log_spaced(double low, double high, int count);

/// |got − truth|, relative where |truth| > 1; 0 for equal infinities, infinite where one is NaN.
double error(double got, double truth);

/// True where `claimed` is the derivative of y at x, to a relative `tolerance` beyond the differences' own error; at a
/// kink, where it lies between the one-sided ones. `step`: over which y is smooth.
bool is_slope(const Curve& y, double x, double step, double claimed, double tolerance);

/// The central difference that is_slope() compares with, for a message.
double difference(const Curve& y, double x, double step);

/// The slope at 0 to one side, from differences over h, h/2 and h/4: exact to the third order. h < 0: to the left.
double one_sided(const Curve& y, double h);

struct Maximum {
  double at, value;
};
/// Of a function with one hill (or a plateau) on [low, high].
Maximum maximum(const Curve& y, double low, double high);

/// Where an increasing function reaches `target`, by bisection on [low, high].
double root(const Curve& y, double target, double low, double high);

}  // namespace ganzoo::laws
