#include <ganzoo/ganzoo.hpp>

namespace {

/// Asks players that move in turn to look a step ahead: no trainer can.
struct LooksAheadAlone : ganzoo::Scheduler {
  static constexpr ganzoo::About about{.title = "looks ahead alone", .source = "a mutant"};

  ganzoo::Turn next(const ganzoo::Progress&) override { return {.extrapolate = true}; }
};

}  // namespace

GANZOO_PLUGIN(LooksAheadAlone)
