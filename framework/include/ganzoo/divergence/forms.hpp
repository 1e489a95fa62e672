/// Shapes that the terms of several divergences share, written so that nothing cancels and nothing overflows early.
#pragma once

#include <ganzoo/core/dual.hpp>

namespace ganzoo {

/// log softplus(x): x − eˣ/2 far to the left, where softplus itself underflows.
template <class T>
Dual<T> log_softplus(const Dual<T>& x) {
  return x < -30.0 ? x - 0.5 * exp(x) : log(softplus(x));
}

/// log(1 + x) − x, its slope −x/(1 + x) without cancellation.
template <class T>
Dual<T> log1p_minus(const Dual<T>& x) {
  using std::log1p;
  if (x > 1.0) return {x > 1e300 ? -x.value : log1p(x.value) - x.value, -1 / (1 + 1 / x.value) * x.slope};
  return {log1p(x.value) - x.value, -x.value / (1 + x.value) * x.slope};
}

/// log(1 − w + w eˣ), 0 < w < 1, with full relative accuracy at its zero, x = 0.
template <class T>
Dual<T> log_mean_exp(const Dual<T>& x, double w) {
  return x > 0.0 ? x + log1p((1 - w) * expm1(-x)) : log1p(w * expm1(x));
}

/// (uᵃ − 1)/a at u = eˣ, and its limit log u at a = 0 (Box & Cox, JRSS B 26(2), 1964).
template <class T>
Dual<T> box_cox(const Dual<T>& x, double a) {
  return a == 0 ? x : expm1(a * x) / a;
}

/// (uᵃ − 1 − a(u − 1)) / (a(a − 1)), the f of the α-divergences, with its limits −log u + u − 1 at a = 0 and
/// u log u − u + 1 at a = 1: nothing cancels in a.
template <class T>
Dual<T> power_excess(const Dual<T>& u, double a) {
  if (a < 0.5) return (box_cox(log(u), a) - (u - 1)) / (a - 1);
  return (u * box_cox(log(u), a - 1) - (u - 1)) / a;
}

/// The log u with (uᵃ − 1)/a = t: the inverse of box_cox; −∞ or +∞ where t is out of its reach.
template <class T>
Dual<T> inverse_box_cox(const Dual<T>& t, double a) {
  if (a == 0) return t;
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (a * plain(t) <= -1) return Dual<T>(a > 0 ? -infinity : infinity);
  return log1p(a * t) / a;
}

}  // namespace ganzoo
