#include "descent.hpp"

namespace {

/// Ignores `ascend`: the critic goes down the objective that it should climb.
struct AlwaysDescending : Descent {
  static constexpr ganzoo::About about{.title = "always descending", .source = "a mutant"};

  void update(ganzoo::nn::Parameters& p, const ganzoo::UpdateStep& s) override {
    ganzoo::UpdateStep down = s;
    down.ascend = false;
    Descent::update(p, down);
  }
};

}  // namespace

GANZOO_PLUGIN(AlwaysDescending)
