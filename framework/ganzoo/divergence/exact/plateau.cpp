#include <algorithm>
#include <cmath>
#include <ganzoo/core/numbers.hpp>
#include <ganzoo/divergence/exact/plateau.hpp>

namespace ganzoo::detail {
Ball not_negative(const Ball& x) {
  if (!x.is_negative() || -x.centre() > x.radius()) return x;
  return {0, x.radius() - x.centre(), x.exponent()};
}

Plateau plateau(const std::function<Ball(double)>& rising) {
  Ball before = rising(2);
  Plateau best{0, Ball(undefined, 0, 0)};
  double least = infinity;
  bool grows = false;
  for (double s = 4; s < 1e17; s *= 2) {
    const Ball here = rising(s);
    if (here.is_nan()) break;
    const Ball step = here - before;
    const Ball doubt = Ball(here.radius(), 0, here.exponent()) + step.absolute();
    const double off = doubt.value() / (here.is_zero() ? 1 : std::abs(here.value()));
    const Ball beyond = here - best.value;
    if (std::isfinite(least) && beyond.centre() > beyond.radius()) least = infinity;  // it was flat, then rose again
    if (off < least) {
      least = off;
      best = {s, here.widened(step.absolute())};
    }
    // The last step that rounding does not hide.
    if (here.is_infinite() || step.centre() > 2 * step.radius()) grows = !(step.value() < 1e-3 * here.value());
    before = here;
  }
  if (least < 1e-9) return best;
  return {infinity, Ball(grows ? infinity : undefined, 0, 0)};
}

}  // namespace ganzoo::detail
