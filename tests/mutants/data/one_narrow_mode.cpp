#include "two_modes.hpp"

namespace {

/// One of the two modes is a tenth narrower than told, the other a tenth wider: on the whole they are not.
struct OneNarrowMode : TwoModes {
  static constexpr ganzoo::About about{.title = "one narrow mode", .source = "a mutant"};

  OneNarrowMode() { spread = {0.09F, 0.1091F}; }
};

}  // namespace

GANZOO_PLUGIN(OneNarrowMode)
