/// The density of a flow of couplings, at a point, with its derivatives by the point and by all weights; in double.
#pragma once

#include <cmath>
#include <ganzoo/ganzoo.hpp>
#include <ganzoo/train/densities.hpp>
#include <limits>
#include <numbers>
#include <span>
#include <utility>
#include <vector>

#include "coupling.hpp"

namespace ganzoo::flow {

/// One coupling in double, of the network's weights.
struct Coupling {
  Split split;
  std::vector<double> w1, b1, w2, b2;

  Weights<const double> weights() const { return {w1, b1, w2, b2}; }
};

/// Where the derivatives by all weights are added; empty spans where they are not wanted.
struct FlowGradient {
  std::vector<Weights<double>> couplings;
  std::span<double> scale, shift;
};

/// log p(x) = log p_z(z) − Σ s, z by the inverses, last coupling first.
class FlowDensity final : public PointDensity {
 public:
  FlowDensity(std::vector<Coupling> couplings, std::vector<double> scale, std::vector<double> shift)
      : couplings_(std::move(couplings)), scale_(std::move(scale)), shift_(std::move(shift)) {}

  std::int64_t dimensions() const override { return static_cast<std::int64_t>(scale_.size()); }

  double log_density(std::span<const double> x, std::span<double> slope) const override {
    return log_density(x, slope, nullptr);
  }

  /// Likewise, with the derivatives by all weights, of this one point, unless null.
  double log_density(std::span<const double> x, std::span<double> slope, const FlowGradient* gradient) const {
    const std::size_t d = scale_.size();
    double log_p = -0.5 * static_cast<double>(d) * std::log(2 * std::numbers::pi);
    std::vector<std::vector<double>> at(couplings_.size() + 1,
                                        std::vector<double>(d));  // before each coupling, and behind
    for (std::size_t j = 0; j < d; ++j) {
      at.back()[j] = (x[j] - shift_[j]) / scale_[j];
      log_p -= std::log(std::abs(scale_[j]));
    }
    std::vector<Conditioner<double>> seen;
    for (std::size_t n = couplings_.size(); n-- > 0;) {
      const Coupling& c = couplings_[n];
      Conditioner<double> conditioner(c.b1.size(), static_cast<std::size_t>(c.split.moved));
      conditioner.at(c.weights(), kept(c, at[n + 1]));
      at[n] = at[n + 1];
      for (std::size_t k = 0; k < conditioner.scale.size(); ++k) {
        double& moved = at[n][static_cast<std::size_t>(c.split.moved_from) + k];
        moved = (moved - conditioner.shift[k]) * std::exp(-conditioner.scale[k]);
        log_p -= conditioner.scale[k];
      }
      seen.push_back(std::move(conditioner));
    }
    for (const double z : at.front()) log_p -= 0.5 * z * z;
    if (!slope.empty()) back(at, seen, slope, gradient);
    return std::isnan(log_p) ? -std::numeric_limits<double>::infinity() : log_p;
  }

 private:
  static std::span<const double> kept(const Coupling& c, const std::vector<double>& x) {
    return std::span(x).subspan(static_cast<std::size_t>(c.split.kept_from), static_cast<std::size_t>(c.split.kept));
  }

  /// From ∂/∂z = −z outwards, coupling by coupling.
  void back(const std::vector<std::vector<double>>& at, std::vector<Conditioner<double>>& seen, std::span<double> slope,
            const FlowGradient* gradient) const {
    std::vector<double> g = at.front();
    for (double& v : g) v = -v;
    for (std::size_t n = 0; n < couplings_.size(); ++n) {
      const Coupling& c = couplings_[n];
      Conditioner<double>& conditioner = seen[couplings_.size() - 1 - n];
      const auto from = static_cast<std::size_t>(c.split.moved_from), m = conditioner.scale.size();
      std::vector<double> of_scale(m), of_shift(m), of_kept(static_cast<std::size_t>(c.split.kept), 0);
      for (std::size_t k = 0; k < m; ++k) {
        const double inverse = g[from + k] * std::exp(-conditioner.scale[k]);
        of_scale[k] = -g[from + k] * at[n][from + k] - 1;
        of_shift[k] = -inverse;
        g[from + k] = inverse;
      }
      conditioner.back(c.weights(), kept(c, at[n + 1]), std::span<double>(of_scale), std::span<const double>(of_shift),
                       std::span<double>(of_kept), gradient ? gradient->couplings[n] : Weights<double>{});
      for (std::size_t j = 0; j < of_kept.size(); ++j) g[static_cast<std::size_t>(c.split.kept_from) + j] += of_kept[j];
    }
    for (std::size_t j = 0; j < g.size(); ++j) {
      slope[j] = g[j] / scale_[j];
      if (!gradient) continue;
      gradient->scale[j] -= (g[j] * at.back()[j] + 1) / scale_[j];
      gradient->shift[j] -= slope[j];
    }
  }

  std::vector<Coupling> couplings_;
  std::vector<double> scale_, shift_;
};

}  // namespace ganzoo::flow
