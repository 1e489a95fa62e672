// Compiled once for each WAY: trains a hundred steps, and then goes wrong.
#include "scheduler.hpp"
#include "ways.hpp"

namespace {

struct InTraining : Ordinary {
  ganzoo::Turn next(const ganzoo::Progress& progress) override {
    if (progress.step == 100) ways::WAY();
    return {.order = ganzoo::Turn::Order::simultaneous};
  }
};

}  // namespace

GANZOO_PLUGIN(InTraining)
