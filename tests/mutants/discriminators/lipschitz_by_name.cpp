#include <ganzoo/ganzoo.hpp>

namespace {

/// Says that it is Lipschitz because its activations are: its weights are not bounded.
struct LipschitzByName : ganzoo::Discriminator {
  static constexpr ganzoo::About about{.title = "lipschitz by name", .source = "a mutant"};

  bool provides_lipschitz() const override { return true; }
  ganzoo::nn::LayerPtr build(const ganzoo::Shape& sample) const override {
    using namespace ganzoo::nn;
    return sequential({sample.rank() == 1 ? nullptr : flatten(), dense(16), relu(), dense(1)});
  }
};

}  // namespace

GANZOO_PLUGIN(LipschitzByName)
