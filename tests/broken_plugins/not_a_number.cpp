#include <limits>

#include "scheduler.hpp"

namespace {

/// From step 100 on its rates are NaN.
struct NotANumber : Ordinary {
  ganzoo::Turn next(const ganzoo::Progress& progress) override {
    const double rate = progress.step < 100 ? 1 : std::numeric_limits<double>::quiet_NaN();
    return {.critic_rate = rate, .generator_rate = rate};
  }
};

}  // namespace

GANZOO_PLUGIN(NotANumber)
