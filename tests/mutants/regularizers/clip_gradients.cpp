#include <ganzoo/ganzoo.hpp>
#include <ganzoo/nn/kernels.hpp>

namespace {

/// Clips the gradients where the weights should be: each step is small, their sum is not.
struct ClipGradients : ganzoo::Regularizer {
  static constexpr ganzoo::About about{.title = "clip gradients", .source = "a mutant"};

  bool provides_lipschitz() const override { return true; }
  void after_update(ganzoo::nn::Parameters& critic, const ganzoo::Moment&) override {
    ganzoo::nn::clip(critic.gradients(), 0.01);
  }
};

}  // namespace

GANZOO_PLUGIN(ClipGradients)
