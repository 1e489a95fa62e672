#include "two_modes.hpp"

namespace {

/// The second mode lies a twentieth of its deviation beside its centre: just more than the law can see.
struct ModeAside : TwoModes {
  static constexpr ganzoo::About about{.title = "mode aside", .source = "a mutant"};

  ModeAside() { aside = 0.007F; }
};

}  // namespace

GANZOO_PLUGIN(ModeAside)
