#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/divergence/laws/convexity.hpp>

namespace ganzoo::laws {
namespace {

bool is_finite(const Derivatives& y) {
  return std::abs(y.value) < 1e150 && std::abs(y.first) < 1e150 && std::isfinite(y.second);
}

/// How curved f is at log u, in units of what rounding could make of it: u²f″ by 1 + |f| + |uf′|.
double bend(const FDivergence& f, double log_u) {
  const double u = std::exp(log_u);
  const Derivatives y = f.f(u);
  return y.second * u * u / (1 + std::abs(y.value) + std::abs(u * y.first));
}

/// Negative at the place and all about it: what rounding alone makes negative is not.
bool is_dent(const FDivergence& f, double log_u) {
  for (int i = -4; i <= 4; ++i)
    if (!(bend(f, log_u + 3e-9 * i) < -1e-8)) return false;
  return true;
}

/// The lowest place between two, where there is one valley.
double lowest(const FDivergence& f, double low, double high) {
  constexpr double golden = 0.6180339887498949;
  for (int i = 0; i < 30; ++i) {
    const double a = high - golden * (high - low), b = low + golden * (high - low);
    const bool left = bend(f, a) < bend(f, b);
    (left ? high : low) = left ? b : a;
  }
  return 0.5 * (low + high);
}

/// From u = 1 to one side, as far as f stays a number.
Counterexample curved_down_beyond_1(const FDivergence& f, double side, double coarser) {
  constexpr double dense_to = 6.9, far = 13.8;  // u = 1e3, 1e6
  double before = bend(f, 0), last = before;
  for (double at = 0; at <= far; at += (at < dense_to ? 2e-4 : 2e-3) * coarser) {
    const double log_u = side * at;
    const Derivatives y = f.f(std::exp(log_u));
    if (!is_finite(y)) {
      if (at > std::log(10.0)) return {};
      return fmt::format("f({:.6g}) = {:.6g}, f′ = {:.6g}, f″ = {:.6g}", std::exp(log_u), y.value, y.first, y.second);
    }
    const double now = bend(f, log_u), back = log_u - side * 2 * (at <= dense_to ? 2e-4 : 2e-3) * coarser;
    const bool valley = last < 0.9 * before && last < 0.9 * now;
    const double place = valley ? lowest(f, std::min(back, log_u), std::max(back, log_u)) : log_u;
    if ((valley || now < 0) && is_dent(f, place))
      return fmt::format("f″({:.10g}) = {:.6g}", std::exp(place), f.f(std::exp(place)).second);
    before = last;
    last = now;
  }
  return {};
}

}  // namespace

Counterexample curved_down(const FDivergence& f, double coarser) {
  if (auto found = curved_down_beyond_1(f, -1, coarser)) return found;
  return curved_down_beyond_1(f, 1, coarser);
}

}  // namespace ganzoo::laws
