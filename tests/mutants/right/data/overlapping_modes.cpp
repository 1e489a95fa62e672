#include "two_modes.hpp"

namespace {

/// Modes so near that many samples lie closer to the other's centre.
struct OverlappingModes : TwoModes {
  static constexpr ganzoo::About about{.title = "overlapping modes", .source = "a test"};

  OverlappingModes() {
    spread = {1.5F, 1.5F};
    told.std = 1.5;
  }
};

}  // namespace

GANZOO_PLUGIN(OverlappingModes)
