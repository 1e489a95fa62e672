/// Positions on the line, and what a Gaussian mixture is there, right where a double's own resolution would not be. Not
/// installed.
#pragma once

#include <ganzoo/core/api.hpp>
#include <ganzoo/core/ball.hpp>
#include <ganzoo/divergence/distribution.hpp>

namespace ganzoo::detail {

/// anchor + offset: the mean of a component and the way from it, so that a spike at 10⁹ is resolved like one at 0.
struct Position {
  double anchor = 0, offset = 0;
  /// The way from `mean` to here.
  double from(double mean) const { return (anchor - mean) + offset; }
  bool operator<(const Position& other) const;
};

/// The logarithm of a density, and a bound of its rounding error.
struct LogDensity {
  double value = 0, error = 0;
};
GANZOO_API LogDensity log_density(const Distribution& mixture, const Position& x);

/// F and 1 − F, neither by cancellation, with bounds of their rounding errors.
struct Cumulated {
  Ball below, above;
};
Cumulated cumulated(const Distribution& mixture, const Position& x);

}  // namespace ganzoo::detail
