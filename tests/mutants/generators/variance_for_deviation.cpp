#include <ganzoo/ganzoo.hpp>

namespace {

/// Makes samples of standard deviation 2 and tells a density of variance 2.
struct VarianceForDeviation : ganzoo::Generator {
  static constexpr ganzoo::About about{.title = "variance for deviation", .source = "a mutant"};

  ganzoo::Shape noise(const ganzoo::Shape& sample) const override { return {sample.size()}; }
  ganzoo::nn::LayerPtr build(const ganzoo::Shape& sample) const override {
    using namespace ganzoo::nn;
    return sequential({scale_shift(2, 0), sample.rank() == 1 ? nullptr : reshape(sample)});
  }
  std::optional<ganzoo::Distribution> density(const ganzoo::nn::Parameters&) const override {
    return ganzoo::Distribution::normal(0, 1.4142135623730951);
  }
};

}  // namespace

GANZOO_PLUGIN(VarianceForDeviation)
