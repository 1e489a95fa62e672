#include "kl.hpp"

namespace {

/// f′(eᵛ) is 3·10⁻⁸ too large: just more than the law can see.
struct LogRatioAHairOff : Kl {
  static constexpr ganzoo::About about{.title = "log ratio a hair off", .source = "a mutant"};

  auto log_ratio(auto v) const { return v + (1 + 3e-8); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<LogRatioAHairOff>)
