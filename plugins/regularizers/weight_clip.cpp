#include <ganzoo/ganzoo.hpp>
#include <ganzoo/nn/kernels.hpp>

namespace {

/// Keeps every critic parameter in [−bound, bound], from the start and after each of its updates.
struct WeightClip : ganzoo::Regularizer {
  static constexpr ganzoo::About about{
      .title = "weight clipping",
      .source = "Arjovsky, Chintala & Bottou, Wasserstein GAN, ICML 2017, Algorithm 1",
      .summary = "Bounds the critic's Lipschitz constant, crudely: by a number that depends on its architecture."};

  ganzoo::Ramp bound = 0.01;
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("bound", &WeightClip::bound, ganzoo::positive(), "largest absolute value of a weight or bias")};

  bool provides_lipschitz() const override { return true; }

  void after_update(ganzoo::nn::Parameters& critic, const ganzoo::Moment& moment) override {
    ganzoo::nn::clip(critic, bound.at(moment.step, moment.steps));
  }
};

}  // namespace

GANZOO_PLUGIN(WeightClip)
