/// The Kullback–Leibler divergence, right, for mutants that bend one of its forms; and numbers without their slopes.
#pragma once

#include <ganzoo/ganzoo.hpp>

namespace {

struct Kl {
  auto f(auto u) const { return xlogx(u); }
  auto activation(auto v) const { return v; }
  auto conjugate(auto t) const { return exp(t - 1); }
  auto log_ratio(auto v) const { return v + 1; }
  auto conjugate_of_log_ratio(auto v) const { return exp(v); }
};

/// The same with its slope `factor` times as large.
template <class T>
ganzoo::Dual<T> tilted(ganzoo::Dual<T> y, double factor) {
  y.slope = y.slope * factor;
  return y;
}

/// The same with all slopes gone, as a plain number in the middle of a formula has none.
inline double frozen(double x) { return x; }
inline ganzoo::Ball frozen(const ganzoo::Ball& x) { return x; }
template <class T>
ganzoo::Dual<T> frozen(const ganzoo::Dual<T>& x) {
  return ganzoo::Dual<T>(frozen(x.value));
}

}  // namespace
