#include "descent.hpp"

namespace {

/// Adds 10⁻⁶ wherever the flat array is long, padding and all.
struct FillsPadding : Descent {
  static constexpr ganzoo::About about{.title = "fills padding", .source = "a mutant"};

  double direction(std::size_t i, float g, const ganzoo::UpdateStep&) override { return i % 8 == 7 ? 1e-6 : double{g}; }
};

}  // namespace

GANZOO_PLUGIN(FillsPadding)
