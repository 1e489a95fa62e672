#include <ganzoo/ganzoo.hpp>
#include <ganzoo/nn/kernels.hpp>

namespace {

/// Clips before the update instead of after it: what the critic plays with is what the optimizer left.
struct ClipBefore : ganzoo::Regularizer {
  static constexpr ganzoo::About about{.title = "clip before", .source = "a mutant"};

  ganzoo::nn::Parameters* critic = nullptr;

  bool provides_lipschitz() const override { return true; }
  bool changes_batch() const override { return true; }
  void on_batch(ganzoo::Matrix, ganzoo::Matrix, const ganzoo::Moment&, const ganzoo::Rng&) override {
    if (critic) ganzoo::nn::clip(critic->values(), 0.01);
  }
  void after_update(ganzoo::nn::Parameters& parameters, const ganzoo::Moment&) override { critic = &parameters; }
};

}  // namespace

GANZOO_PLUGIN(ClipBefore)
