#include "descent.hpp"

namespace {

/// Rests once in 1500 updates, counted in a static variable.
struct RestsByStatic : Descent {
  static constexpr ganzoo::About about{.title = "rests by static", .source = "a mutant"};

  double direction(std::size_t i, float g, const ganzoo::UpdateStep&) override {
    static int updates = 0;
    updates += i == 0;
    return updates % 1500 == 0 ? 0 : double{g};
  }
};

}  // namespace

GANZOO_PLUGIN(RestsByStatic)
