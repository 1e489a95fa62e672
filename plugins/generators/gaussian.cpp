#include <algorithm>
#include <cmath>
#include <ganzoo/ganzoo.hpp>
#include <ganzoo/train/densities.hpp>

namespace {

/// x = μ + σ ⊙ z: its distribution is known exactly, so every estimate can be held against the truth.
struct Gaussian : ganzoo::Generator, ganzoo::DenseGenerator {
  static constexpr ganzoo::About about{
      .title = "Gaussian",
      .source = "Nowozin, Cseke & Tomioka, NeurIPS 2016, section 4.1",
      .summary = "x = μ + σ·z, both learned. It brings its density, in any dimension."};

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

  ganzoo::PointDensityPtr point_density(const ganzoo::Shape&, const ganzoo::nn::Parameters& p) const override {
    const auto sigma = p.value(p.find("scale_shift_0/scale")), mu = p.value(p.find("scale_shift_0/shift"));
    if (std::ranges::any_of(sigma, [](float s) { return s == 0; })) return nullptr;
    ganzoo::Bell bell{1, {mu.begin(), mu.end()}, {}};
    for (const float s : sigma) bell.std.push_back(std::abs(static_cast<double>(s)));
    return ganzoo::point_density(std::vector<ganzoo::Bell>{std::move(bell)});
  }
};

}  // namespace

GANZOO_PLUGIN(Gaussian)
