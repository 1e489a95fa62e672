#include "descent.hpp"

namespace {

/// Momentum that is not in state(): a resumed run starts from rest.
struct MomentumForgotten : Descent {
  static constexpr ganzoo::About about{.title = "momentum forgotten", .source = "a mutant"};

  std::vector<float> velocity;

  void attach(const ganzoo::nn::Parameters& p) override { velocity.assign(p.values().size(), 0); }
  double direction(std::size_t i, float g, const ganzoo::UpdateStep&) override {
    return velocity[i] = 0.9F * velocity[i] + g;
  }
};

}  // namespace

GANZOO_PLUGIN(MomentumForgotten)
