#include "two_modes.hpp"

namespace {

/// Half as wide as told: a perfect generator of the told modes would look too wide.
struct NarrowModes : TwoModes {
  static constexpr ganzoo::About about{.title = "narrow modes", .source = "a mutant"};

  NarrowModes() { spread = {0.05F, 0.05F}; }
};

}  // namespace

GANZOO_PLUGIN(NarrowModes)
