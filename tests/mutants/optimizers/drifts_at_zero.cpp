#include "descent.hpp"

namespace {

/// Drifts by 10⁻³⁰ where there is no gradient: a last bit at 0.
struct DriftsAtZero : Descent {
  static constexpr ganzoo::About about{.title = "drifts at zero", .source = "a mutant"};

  double direction(std::size_t, float g, const ganzoo::UpdateStep&) override { return double{g} + 1e-30; }
};

}  // namespace

GANZOO_PLUGIN(DriftsAtZero)
