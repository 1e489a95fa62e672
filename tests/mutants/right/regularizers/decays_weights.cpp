#include <ganzoo/ganzoo.hpp>

namespace {

/// Takes a thousandth off every weight after each update; no Lipschitz constant is claimed.
struct DecaysWeights : ganzoo::Regularizer {
  static constexpr ganzoo::About about{.title = "decays weights", .source = "a test"};

  void after_update(ganzoo::nn::Parameters& critic, const ganzoo::Moment&) override {
    for (float& w : critic.values()) w *= 0.999F;
  }
};

}  // namespace

GANZOO_PLUGIN(DecaysWeights)
