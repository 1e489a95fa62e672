#include <algorithm>
#include <cmath>
#include <ganzoo/ganzoo.hpp>
#include <ganzoo/train/densities.hpp>
#include <numbers>

namespace {

/// x = μ + σ ⊙ z: its distribution is known exactly, so every estimate can be held against the truth.
struct Gaussian : ganzoo::Generator, ganzoo::DenseGenerator, ganzoo::LikelihoodGenerator {
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

  /// log q = Σ_j −½ z_j² − log |σ_j| − ½ log 2π, z = (x − μ)/σ.
  double log_likelihood(const ganzoo::nn::Parameters& p, ganzoo::ConstMatrix x,
                        std::span<double> gradient) const override {
    const int scale = p.find("scale_shift_0/scale"), shift = p.find("scale_shift_0/shift");
    const auto sigma = p.value(scale), mu = p.value(shift);
    std::ranges::fill(gradient, 0.0);
    const auto part = [&](int index) {
      return gradient.subspan(static_cast<std::size_t>(p.entries()[static_cast<std::size_t>(index)].offset));
    };
    const std::span<double> of_sigma = part(scale), of_mu = part(shift);
    const double share = 1 / static_cast<double>(x.rows);
    double sum = 0;
    for (std::size_t j = 0; j < sigma.size(); ++j) {
      const double s = sigma[j], constant = std::log(std::abs(s)) + 0.5 * std::log(2 * std::numbers::pi);
      for (std::int64_t i = 0; i < x.rows; ++i) {
        const double z = (x.row(i)[j] - double{mu[j]}) / s;
        sum -= 0.5 * z * z + constant;
        of_sigma[j] += share * (z * z - 1) / s;
        of_mu[j] += share * z / s;
      }
    }
    return sum * share;
  }
};

}  // namespace

GANZOO_PLUGIN(Gaussian)
