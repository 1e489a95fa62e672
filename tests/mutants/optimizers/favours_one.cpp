#include "descent.hpp"

namespace {

/// Ascends 10⁻⁶ faster than it descends.
struct FavoursOne : Descent {
  static constexpr ganzoo::About about{.title = "favours one", .source = "a mutant"};

  double direction(std::size_t, float g, const ganzoo::UpdateStep& s) override {
    return s.ascend ? double{g} * (1 + 1e-6) : double{g};
  }
};

}  // namespace

GANZOO_PLUGIN(FavoursOne)
