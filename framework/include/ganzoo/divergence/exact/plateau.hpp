/// Limits of f and what is made of it as u → 0 and u → ∞, found with bounds of rounding.
#pragma once

#include <functional>
#include <ganzoo/core/api.hpp>
#include <ganzoo/core/ball.hpp>

namespace ganzoo::detail {

/// The limit of what rises monotonically with |log u| and is not negative: of f above its tangent at 1, at 0, and of
/// that over u, at infinity, f being convex. From |log u| = from on the function lies inside `value`, which is better
/// known than a formula that cancels far out. Infinite where it grows without bound, NaN where rounding hides it.
struct Plateau {
  double from = 0;
  Ball value;
};
GANZOO_API Plateau plateau(const std::function<Ball(double log_size)>& rising);

/// What is not negative by its mathematics: below 0 it is only rounding.
GANZOO_API Ball not_negative(const Ball& x);

}  // namespace ganzoo::detail
