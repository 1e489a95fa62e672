#include <cmath>
#include <ganzoo/ganzoo.hpp>

namespace {

/// Tells a standard deviation 2 % too small: just more than the law can see.
struct DensityTwoPercent : ganzoo::Generator {
  static constexpr ganzoo::About about{.title = "density two percent", .source = "a mutant"};

  ganzoo::Shape noise(const ganzoo::Shape& sample) const override { return {sample.size()}; }
  ganzoo::nn::LayerPtr build(const ganzoo::Shape& sample) const override {
    using namespace ganzoo::nn;
    return sequential({scale_shift(1, 0), sample.rank() == 1 ? nullptr : reshape(sample)});
  }
  std::optional<ganzoo::Distribution> density(const ganzoo::nn::Parameters& p) const override {
    const auto sigma = p.value(p.find("scale_shift_0/scale")), mu = p.value(p.find("scale_shift_0/shift"));
    if (sigma.size() != 1 || sigma[0] == 0) return std::nullopt;
    return ganzoo::Distribution::normal(static_cast<double>(mu[0]), 0.98 * std::abs(static_cast<double>(sigma[0])));
  }
};

}  // namespace

GANZOO_PLUGIN(DensityTwoPercent)
