/// How well the probabilities of a discrete distribution are known: not better than their sum is 1. Not installed.
#pragma once

#include <cmath>
#include <ganzoo/core/ball.hpp>
#include <vector>

namespace ganzoo::detail {

/// How far they are from summing to 1: a bound of each one's relative error.
inline double slack(const std::vector<double>& probabilities) {
  Ball sum = Ball::exactly(-1);
  for (const double p : probabilities) sum = sum + Ball::exactly(p);
  return std::abs(sum.value()) + sum.error() + Ball::unit;
}

inline Ball widened_relatively(double x, double off) {
  const Ball ball = Ball::exactly(x);
  return ball.widened(ball * Ball(off, 0, 0));
}

}  // namespace ganzoo::detail
