#include <ganzoo/ganzoo.hpp>

namespace {

/// Its density moves with μ, not with σ: right at the start, where σ = 1, and wrong once it has trained.
struct DensityWithoutSigma : ganzoo::Generator {
  static constexpr ganzoo::About about{.title = "density without sigma", .source = "a mutant"};

  ganzoo::Shape noise(const ganzoo::Shape& sample) const override { return {sample.size()}; }
  ganzoo::nn::LayerPtr build(const ganzoo::Shape& sample) const override {
    using namespace ganzoo::nn;
    return sequential({scale_shift(1, 0), sample.rank() == 1 ? nullptr : reshape(sample)});
  }
  std::optional<ganzoo::Distribution> density(const ganzoo::nn::Parameters& p) const override {
    const auto mu = p.value(p.find("scale_shift_0/shift"));
    if (mu.size() != 1) return std::nullopt;
    return ganzoo::Distribution::normal(static_cast<double>(mu[0]), 1);
  }
};

}  // namespace

GANZOO_PLUGIN(DensityWithoutSigma)
