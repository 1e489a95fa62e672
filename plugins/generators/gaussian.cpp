#include <cmath>
#include <ganzoo/ganzoo.hpp>

namespace {

/// x = μ + σ ⊙ z: its distribution is known exactly, so every estimate can be held against the truth.
struct Gaussian : ganzoo::Generator {
  static constexpr ganzoo::About about{.title = "Gaussian",
                                       .source = "Nowozin, Cseke & Tomioka, NeurIPS 2016, section 4.1",
                                       .summary = "x = μ + σ·z, both learned. On the line it brings its density."};

  double mean = 0;
  double std = 1;
  static constexpr auto parameters =
      std::tuple{ganzoo::parameter("mean", &Gaussian::mean, "μ at the start, of every coordinate"),
                 ganzoo::parameter("std", &Gaussian::std, ganzoo::positive(), "σ at the start, of every coordinate")};

  ganzoo::Shape noise(const ganzoo::Shape& sample) const override { return {sample.size()}; }

  ganzoo::nn::LayerPtr build(const ganzoo::Shape& sample) const override {
    using namespace ganzoo::nn;
    return sequential({scale_shift(std, mean), sample.rank() == 1 ? nullptr : reshape(sample)});
  }

  std::optional<ganzoo::Distribution> density(const ganzoo::nn::Parameters& p) const override {
    const auto sigma = p.value(p.find("scale_shift_0/scale")), mu = p.value(p.find("scale_shift_0/shift"));
    if (sigma.size() != 1 || sigma[0] == 0) return std::nullopt;
    return ganzoo::Distribution::normal(static_cast<double>(mu[0]), std::abs(static_cast<double>(sigma[0])));
  }
};

}  // namespace

GANZOO_PLUGIN(Gaussian)
