#include "two_modes.hpp"

namespace {

/// 4 % narrower than told: just more than the law can see.
struct NarrowerByALittle : TwoModes {
  static constexpr ganzoo::About about{.title = "narrower by a little", .source = "a mutant"};

  NarrowerByALittle() { spread = {0.096F, 0.096F}; }
};

}  // namespace

GANZOO_PLUGIN(NarrowerByALittle)
