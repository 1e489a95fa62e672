#include <ganzoo/ganzoo.hpp>

namespace {

/// D(x) = ψ·x: the critic of the Dirac GAN.
struct Linear : ganzoo::Discriminator {
  static constexpr ganzoo::About about{
      .title = "linear critic",
      .source = "Mescheder, Geiger & Nowozin, ICML 2018, section 2",
      .summary = "One weight for each number of the sample, all equal at the start, and a bias where asked."};

  double slope = 1;
  bool bias = false;
  static constexpr auto parameters =
      std::tuple{ganzoo::parameter("slope", &Linear::slope, "ψ at the start, of every coordinate"),
                 ganzoo::parameter("bias", &Linear::bias, "learn a constant as well; 0 at the start")};

  ganzoo::nn::LayerPtr build(const ganzoo::Shape& sample) const override {
    using namespace ganzoo::nn;
    return sequential(
        {sample.rank() == 1 ? nullptr : flatten(), dense(1, {.law = Init::Law::constant, .scale = slope}, bias)});
  }
};

}  // namespace

GANZOO_PLUGIN(Linear)
