/// How a scheduler lowers the learning rates towards the end of a run.
#pragma once

#include <ganzoo/train/scheduler.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string_view>

namespace ganzoo {

/// The factor on the rates: 1 until the fraction `from` of the run, then along `shape` ("none" | "linear" | "cosine")
/// to 0 at its end.
inline double decay_factor(std::string_view shape, double from, const Progress& progress) {
  if (shape == "none" || progress.steps <= 0) return 1;
  const double done = static_cast<double>(progress.step) / static_cast<double>(progress.steps);
  const double x = std::clamp((done - from) / (1 - from), 0.0, 1.0);
  return shape == "linear" ? 1 - x : 0.5 * (1 + std::cos(std::numbers::pi * x));
}

}  // namespace ganzoo
