/// Points along curves in the plane with Gaussian noise about them: what moons and swiss_roll are made of.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <ganzoo/divergence/quadrature.hpp>
#include <ganzoo/ganzoo.hpp>
#include <ganzoo/train/densities.hpp>
#include <vector>

namespace ganzoo::data {

using Place = std::array<double, 2>;

/// Equally likely curves; on each the parameter is uniform in [0, 1). The density is the noise's, integrated along them.
class NoisyCurve : public Data, public DenseData {
 public:
  Shape shape() const override { return {2}; }

  void draw(Matrix batch, const Rng& rng) const override {
    const Rng where = rng.child(0), which = rng.child(2);
    rng.child(1).fill_normal(batch.flat(), 0, 1);
    for (std::int64_t i = 0; i < batch.rows; ++i) {
      const auto index = static_cast<std::uint64_t>(i);
      const Place at = place(which.below(index, curves()), where.uniform(index));
      for (std::int64_t j = 0; j < 2; ++j)
        batch(i, j) = static_cast<float>(at[static_cast<std::size_t>(j)] + noise() * double{batch(i, j)});
    }
  }

  /// By Gauss–Legendre on panels no longer than the noise is wide, where the rule's error is below rounding.
  PointDensityPtr point_density() const override {
    std::vector<Bell> bells;
    const std::vector<double> breaks = panels();
    const ganzoo::detail::Rule rule = ganzoo::detail::gauss_panels(breaks);
    for (std::uint64_t k = 0; k < curves(); ++k)
      for (std::size_t i = 0; i < rule.x.size(); ++i) {
        const Place at = place(k, rule.x[i]);
        bells.push_back({rule.weight[i] / static_cast<double>(curves()), {at[0], at[1]}, {noise(), noise()}});
      }
    return ganzoo::point_density(std::move(bells));
  }

 protected:
  virtual std::uint64_t curves() const = 0;
  virtual double noise() const = 0;
  virtual Place place(std::uint64_t curve, double share) const = 0;

 private:
  /// Equal shares of [0, 1], so many that the longest of them is no longer than the noise.
  std::vector<double> panels() const {
    constexpr int steps = 1000;
    double longest = 0;
    for (std::uint64_t k = 0; k < curves(); ++k)
      for (int i = 0; i < steps; ++i) {
        const Place a = place(k, double(i) / steps), b = place(k, double(i + 1) / steps);
        longest = std::max(longest, std::hypot(b[0] - a[0], b[1] - a[1]) * steps);
      }
    const int count = std::max(1, static_cast<int>(std::ceil(longest / noise())));
    std::vector<double> breaks;
    for (int i = 0; i <= count; ++i) breaks.push_back(double(i) / count);
    return breaks;
  }
};

}  // namespace ganzoo::data
