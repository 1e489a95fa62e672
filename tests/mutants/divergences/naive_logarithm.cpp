#include <ganzoo/ganzoo.hpp>

namespace {

/// The logistic game with log(sigmoid(v)): −∞ of a score of −1000.
struct NaiveLogarithm {
  static constexpr ganzoo::About about{.title = "naive logarithm", .source = "a mutant"};

  auto critic_real(auto v) const { return log(sigmoid(v)); }
  auto critic_fake(auto v) const { return log(1 - sigmoid(v)); }
  auto generator_fake(auto v) const { return -log(sigmoid(v)); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::critic_loss<NaiveLogarithm>)
