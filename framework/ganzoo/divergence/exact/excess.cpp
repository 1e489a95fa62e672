#include <algorithm>
#include <cmath>
#include <ganzoo/divergence/exact/excess.hpp>

namespace ganzoo::detail {
namespace {

/// The ratio e^s of an exact s, as if it were exact: what s leaves open is told as `off`.
Ball ratio_at(double log_ratio) { return exp(Ball::exactly(log_ratio)).centre_only(); }

}  // namespace

Excess::Excess(const FDivergence& f)
    : f_(f),
      at_0_(plateau([&f](double s) { return not_negative(f.excess(ratio_at(-s)).value); })),
      at_infinity_(plateau([&f](double s) { return not_negative(f.excess(ratio_at(s)).value / ratio_at(s)); })) {}

Ball Excess::steepest(const Ball& ratio, const Ball& slope, double off) const {
  const Ball one = Ball::exactly(1), room = ratio * Ball(8 * off, 0, 0);
  if ((ratio - one).absolute() > room) return slope.absolute();
  const Ball below = f_.excess((ratio - room).centre_only()).first.absolute(),
             above = f_.excess((ratio + room).centre_only()).first.absolute();
  return below > above ? below : above;
}

Ball Excess::term(const Ball& p, const Ball& q, const Ball& ratio, double off) const {
  const auto doubted = [&](const Ball& value, const Ball& slope, const Plateau& plateau) {
    const Ball near = not_negative(value.widened(slope.absolute() * Ball(off, 0, 0)));
    const bool beyond = std::abs(ratio.log_size()) > plateau.from;
    return beyond && !(near.error() < plateau.value.error()) ? plateau.value : near;
  };
  const Enclosed e = f_.excess(ratio);
  const Ball slope = steepest(ratio, e.first, off);
  if (ratio <= Ball::exactly(1)) return q * doubted(e.value, ratio * slope, at_0_);
  const Ball share = e.value / ratio;
  return p * doubted(share, slope - share, at_infinity_);
}

std::vector<double> Excess::kinks() const {
  constexpr double from = -60.013, cell = 0.5;
  const auto slope = [&](double s) { return f_.excess(ratio_at(s)).first.value(); };
  std::vector<double> rise, noise, found;
  Ball before = f_.excess(ratio_at(from)).first;
  for (int i = 1; i <= 240; ++i) {
    const Ball here = f_.excess(ratio_at(from + i * cell)).first;
    rise.push_back((here - before).value());
    noise.push_back((here - before).error());
    before = here;
  }
  for (std::size_t i = 1; i + 1 < rise.size(); ++i) {
    if (!(rise[i] > 4 * std::max({rise[i - 1], rise[i + 1], noise[i]}))) continue;
    double low = from + static_cast<double>(i) * cell, high = low + cell, jump = rise[i];
    for (int n = 0; n < 50; ++n) {
      const double middle = 0.5 * (low + high), there = slope(middle);
      const double left = there - slope(low), right = slope(high) - there;
      (left > right ? high : low) = middle;
      jump = std::max(left, right);
    }
    if (jump > 0.25 * rise[i]) found.push_back(high);
  }
  return found;
}

}  // namespace ganzoo::detail
