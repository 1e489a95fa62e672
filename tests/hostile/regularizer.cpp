#include <ganzoo/train/regularizer.hpp>

#include "hostile.hpp"

namespace {

struct HostileRegularizer : hostile::Hostile<ganzoo::Regularizer> {
  HOSTILE(HostileRegularizer)

  void after_update(ganzoo::nn::Parameters&, const ganzoo::Moment&) override { trouble.used(); }
};

}  // namespace

GANZOO_PLUGIN(HostileRegularizer)
