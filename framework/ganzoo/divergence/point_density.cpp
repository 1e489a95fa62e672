#include <algorithm>
#include <cmath>
#include <ganzoo/divergence/point_density.hpp>
#include <limits>
#include <numbers>
#include <utility>

namespace ganzoo {
namespace {

constexpr double never = -std::numeric_limits<double>::infinity();

class Mixture final : public PointDensity {
 public:
  explicit Mixture(std::vector<Bell> bells) : bells_(std::move(bells)) {
    std::erase_if(bells_, [](const Bell& b) { return b.weight == 0; });
    for (const Bell& b : bells_) {
      double scale = std::log(b.weight) - 0.5 * static_cast<double>(b.mean.size()) * std::log(2 * std::numbers::pi);
      for (const double s : b.std) scale -= std::log(s);
      scales_.push_back(scale);
    }
  }

  std::int64_t dimensions() const override { return static_cast<std::int64_t>(bells_.front().mean.size()); }

  double log_density(std::span<const double> x, std::span<double> slope) const override {
    double largest = never;
    for (std::size_t k = 0; k < bells_.size(); ++k) largest = std::max(largest, log_part(k, x));
    std::ranges::fill(slope, 0.0);
    if (largest == never) return never;
    double sum = 0;
    for (std::size_t k = 0; k < bells_.size(); ++k) {
      const double share = std::exp(log_part(k, x) - largest);
      sum += share;
      for (std::size_t j = 0; j < slope.size(); ++j) slope[j] -= share * standardised(k, j, x) / bells_[k].std[j];
    }
    for (double& s : slope) s /= sum;
    return largest + std::log(sum);
  }

 private:
  double standardised(std::size_t k, std::size_t j, std::span<const double> x) const {
    return (x[j] - bells_[k].mean[j]) / bells_[k].std[j];
  }
  double log_part(std::size_t k, std::span<const double> x) const {
    double square = 0;
    for (std::size_t j = 0; j < x.size(); ++j) square += standardised(k, j, x) * standardised(k, j, x);
    return scales_[k] - 0.5 * square;
  }

  std::vector<Bell> bells_;
  std::vector<double> scales_;  ///< the logarithms of their heights
};

}  // namespace

PointDensity::~PointDensity() = default;

PointDensityPtr point_density(std::vector<Bell> mixture) { return std::make_shared<Mixture>(std::move(mixture)); }

PointDensityPtr point_density(const Distribution& line) {
  if (line.is_discrete()) return nullptr;
  std::vector<Bell> bells;
  for (const auto& c : line.mixture) bells.push_back({c.weight, {c.mean}, {c.std}});
  return point_density(std::move(bells));
}

}  // namespace ganzoo
