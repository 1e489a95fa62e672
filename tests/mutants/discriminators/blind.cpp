#include <ganzoo/ganzoo.hpp>
#include <ganzoo/nn/layers.hpp>

namespace nn = ganzoo::nn;

namespace {

/// Its first layer has weights of zero: every score is the same.
struct Blind : ganzoo::Discriminator {
  static constexpr ganzoo::About about{.title = "blind", .source = "a mutant"};

  nn::LayerPtr build(const ganzoo::Shape& sample) const override {
    return nn::sequential(
        {sample.rank() == 1 ? nullptr : nn::flatten(), nn::dense(8, nn::Init{}), nn::tanh(), nn::dense(1)});
  }
};

}  // namespace

GANZOO_PLUGIN(Blind)
