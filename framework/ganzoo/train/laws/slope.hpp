/// Slopes of float functions against differences: of steps from coarse to fine, any that agrees clears the claim, and
/// only two that agree with each other, and that kinks and rounding leave alone, can refute it.
#pragma once

#include <cmath>
#include <functional>
#include <optional>
#include <span>

namespace ganzoo::laws {

/// A value, and the size of the terms it was summed from: what its rounding is measured by.
struct Summed {
  double value = 0, size = 0;
};

struct Step {
  std::span<float> x;             ///< the numbers moved; as they were when slope() returns
  std::span<const double> along;  ///< the direction
  double claimed = 0;             ///< the derivative of the value along it
  double scale = 0;               ///< what the tolerance is a fraction of, where that exceeds both slopes
};

/// The measured slope where `claimed` is off by more than `tolerance`.
std::optional<double> refuted(const Step&, double tolerance, const std::function<Summed()>& value);

/// Directions that show a wrong gradient: its own signs, and `random` others of ±1.
std::vector<std::vector<double>> directions(std::span<const float> gradient, int random, std::uint64_t stream);

double norm(std::span<const float> gradient);

}  // namespace ganzoo::laws
