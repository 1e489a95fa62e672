/// Fisher's exact test of two shares, one-sided.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace ganzoo::metrics {

/// The probability that of n + m things, x + y of which are chosen at random, at least x are among the n.
inline double fisher_exact(std::int64_t x, std::int64_t n, std::int64_t y, std::int64_t m) {
  const auto log_choose = [](std::int64_t a, std::int64_t b) {
    const auto log_factorial = [](std::int64_t k) { return std::lgamma(static_cast<double>(k) + 1); };
    return log_factorial(a) - log_factorial(b) - log_factorial(a - b);
  };
  double sum = 0;
  for (std::int64_t i = x; i <= std::min(n, x + y); ++i)
    sum += std::exp(log_choose(n, i) + log_choose(m, x + y - i) - log_choose(n + m, x + y));
  return std::min(1.0, sum);
}

}  // namespace ganzoo::metrics
