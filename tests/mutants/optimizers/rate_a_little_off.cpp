#include "descent.hpp"

namespace {

/// Steps by the rate to the power of 1.001: at half the scheduler's rate 0.03 % of the step is missing, just more than the
/// law can see.
struct RateALittleOff : Descent {
  static constexpr ganzoo::About about{.title = "rate a little off", .source = "a mutant"};

  double direction(std::size_t, float g, const ganzoo::UpdateStep& s) override {
    return s.rate > 0 ? double{g} * std::pow(s.rate, 0.001) : 0;
  }
};

}  // namespace

GANZOO_PLUGIN(RateALittleOff)
