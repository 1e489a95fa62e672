#include "logistic.hpp"

namespace {

/// The critic's gradient is 0.02 % too small: just more than the law can see.
struct CriticGradientOff : Logistic {
  static constexpr ganzoo::About about{.title = "critic gradient off", .source = "a mutant"};

  CriticGradientOff() { critic_factor = 0.9998; }
};

}  // namespace

GANZOO_PLUGIN(CriticGradientOff)
