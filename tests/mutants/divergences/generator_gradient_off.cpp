#include "logistic.hpp"

namespace {

/// The generator's gradient is 0.02 % too large: just more than the law can see.
struct GeneratorGradientOff : Logistic {
  static constexpr ganzoo::About about{.title = "generator gradient off", .source = "a mutant"};

  GeneratorGradientOff() { generator_factor = 1.0002; }
};

}  // namespace

GANZOO_PLUGIN(GeneratorGradientOff)
