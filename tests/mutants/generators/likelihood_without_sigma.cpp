#include <algorithm>
#include <cmath>
#include <ganzoo/ganzoo.hpp>
#include <ganzoo/train/densities.hpp>
#include <numbers>

namespace {

/// x = μ + σ z, whose likelihood is right and whose gradient by σ forgets log σ.
struct LikelihoodWithoutSigma : ganzoo::Generator, ganzoo::LikelihoodGenerator {
  static constexpr ganzoo::About about{.title = "likelihood without σ", .source = "a mutant"};

  ganzoo::Shape noise(const ganzoo::Shape& sample) const override { return sample; }
  ganzoo::nn::LayerPtr build(const ganzoo::Shape& sample) const override {
    if (sample.rank() != 1) throw ganzoo::Error(ganzoo::Exit::usage, "rows alone");
    return ganzoo::nn::scale_shift(1, 0);
  }
  double log_likelihood(const ganzoo::nn::Parameters& p, ganzoo::ConstMatrix x,
                        std::span<double> gradient) const override {
    const auto of_sigma = gradient.subspan(static_cast<std::size_t>(p.entries()[0].offset));
    const auto of_mu = gradient.subspan(static_cast<std::size_t>(p.entries()[1].offset));
    std::ranges::fill(gradient, 0.0);
    double sum = 0;
    for (std::int64_t i = 0; i < x.rows; ++i)
      for (std::size_t j = 0; j < p.value(0).size(); ++j) {
        const double s = p.value(0)[j], z = (x.row(i)[j] - p.value(1)[j]) / s;
        sum -= 0.5 * z * z + std::log(std::abs(s)) + 0.5 * std::log(2 * std::numbers::pi);
        of_sigma[j] += z * z / s / static_cast<double>(x.rows);
        of_mu[j] += z / s / static_cast<double>(x.rows);
      }
    return sum / static_cast<double>(x.rows);
  }
};

}  // namespace

GANZOO_PLUGIN(LikelihoodWithoutSigma)
