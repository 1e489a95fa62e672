#include "descent.hpp"

namespace {

/// Forgets its momentum every 4999 updates, by a counter that is not saved: just within what the law can see.
struct CounterForgotten : Descent {
  static constexpr ganzoo::About about{.title = "counter forgotten", .source = "a mutant"};

  std::vector<double> velocity;
  int updates = 0;

  void attach(const ganzoo::nn::Parameters& p) override { velocity.assign(p.values().size(), 0); }
  void update(ganzoo::nn::Parameters& p, const ganzoo::UpdateStep& s) override {
    if (++updates % 4999 == 0) velocity.assign(velocity.size(), 0);
    Descent::update(p, s);
  }
  double direction(std::size_t i, float g, const ganzoo::UpdateStep&) override {
    return velocity[i] = 0.5 * velocity[i] + g;
  }
  void state(ganzoo::Archive& archive) override { archive("velocity", std::span<double>(velocity)); }
};

}  // namespace

GANZOO_PLUGIN(CounterForgotten)
