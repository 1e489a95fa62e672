#include <ganzoo/ganzoo.hpp>

namespace {

/// Every layer is normalised but the last one.
struct LipschitzButOne : ganzoo::Discriminator {
  static constexpr ganzoo::About about{.title = "lipschitz but one", .source = "a mutant"};

  bool provides_lipschitz() const override { return true; }
  ganzoo::nn::LayerPtr build(const ganzoo::Shape& sample) const override {
    using namespace ganzoo::nn;
    return sequential({sample.rank() == 1 ? nullptr : flatten(), spectral_norm(dense(32)), leaky_relu(0.2),
                       spectral_norm(dense(32)), leaky_relu(0.2), dense(1)});
  }
};

}  // namespace

GANZOO_PLUGIN(LipschitzButOne)
