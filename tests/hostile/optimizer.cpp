#include <ganzoo/train/optimizer.hpp>

#include "hostile.hpp"

namespace {

/// Moves nothing.
struct HostileOptimizer : hostile::Hostile<ganzoo::Optimizer> {
  HOSTILE(HostileOptimizer)

  void attach(const ganzoo::nn::Parameters&) override {
    if (when == "attach") hostile::strike(way);
  }
  void update(ganzoo::nn::Parameters&, const ganzoo::UpdateStep&) override { trouble.used(); }
  double rate(const ganzoo::UpdateStep&) const override { return 0; }
};

}  // namespace

GANZOO_PLUGIN(HostileOptimizer)
