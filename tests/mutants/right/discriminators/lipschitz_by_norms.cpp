#include <ganzoo/ganzoo.hpp>

namespace {

/// Every layer normalised, under a score that tanh bounds besides.
struct LipschitzByNorms : ganzoo::Discriminator {
  static constexpr ganzoo::About about{.title = "lipschitz by norms", .source = "Miyato et al., ICLR 2018"};

  bool provides_lipschitz() const override { return true; }
  ganzoo::nn::LayerPtr build(const ganzoo::Shape& sample) const override {
    using namespace ganzoo::nn;
    return sequential({sample.rank() == 1 ? nullptr : flatten(), spectral_norm(dense(32)), leaky_relu(0.2),
                       spectral_norm(dense(32)), tanh(), spectral_norm(dense(1)), tanh()});
  }
};

}  // namespace

GANZOO_PLUGIN(LipschitzByNorms)
