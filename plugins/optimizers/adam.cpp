#include "adam_moments.hpp"

namespace {

/// Steps from running means of each gradient and of its square, both corrected for their start at zero.
struct Adam : ganzoo::Optimizer, ganzoo::optimizers::AdamMoments {
  static constexpr ganzoo::About about{
      .title = "Adam",
      .source = "Kingma & Ba, ICLR 2015, Algorithm 1",
      .summary = "w ← w ∓ rate·m̂/(√v̂ + epsilon). For GANs, beta1 = 0.5 or 0 is common: less momentum, less cycling."};

  static constexpr auto parameters = moment_parameters;

  void attach(const ganzoo::nn::Parameters& parameters) override { take_memory(parameters.numbers().size()); }
  void update(ganzoo::nn::Parameters& parameters, const ganzoo::UpdateStep& s) override {
    ganzoo::nn::adam_update(parameters, first_, second_, next(s, s.ascend));
  }
  double rate(const ganzoo::UpdateStep& s) const override { return rate_at(s); }
  void state(ganzoo::Archive& archive) override { moments_state(archive); }
};

}  // namespace

GANZOO_PLUGIN(Adam)
