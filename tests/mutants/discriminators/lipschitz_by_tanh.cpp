#include <ganzoo/ganzoo.hpp>

namespace {

/// Says that it is Lipschitz because its score is bounded: its slope is not.
struct LipschitzByTanh : ganzoo::Discriminator {
  static constexpr ganzoo::About about{.title = "lipschitz by tanh", .source = "a mutant"};

  bool provides_lipschitz() const override { return true; }
  ganzoo::nn::LayerPtr build(const ganzoo::Shape& sample) const override {
    using namespace ganzoo::nn;
    return sequential({sample.rank() == 1 ? nullptr : flatten(), dense(32), leaky_relu(0.2), dense(1), tanh()});
  }
};

}  // namespace

GANZOO_PLUGIN(LipschitzByTanh)
