#include "descent.hpp"

namespace {

/// Ignores the scheduler's factor: the decay is logged, and does not happen.
struct DeafToTheScheduler : Descent {
  static constexpr ganzoo::About about{.title = "deaf to the scheduler", .source = "a mutant"};

  void update(ganzoo::nn::Parameters& p, const ganzoo::UpdateStep& s) override {
    ganzoo::UpdateStep undecayed = s;
    undecayed.rate = 1;
    Descent::update(p, undecayed);
  }
};

}  // namespace

GANZOO_PLUGIN(DeafToTheScheduler)
