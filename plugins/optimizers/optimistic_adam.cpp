#include <algorithm>
#include <utility>

#include "adam_moments.hpp"

namespace {

/// Adam that expects its next step to be like this one: twice the step of this gradient, less the step before. In bilinear
/// games, where gradient steps circle, it converges.
struct OptimisticAdam : ganzoo::Optimizer, ganzoo::optimizers::AdamMoments {
  static constexpr ganzoo::About about{
      .title = "optimistic Adam",
      .source = "Daskalakis, Ilyas, Syrgkanis & Zeng, Training GANs with optimism, ICLR 2018, Algorithm 1",
      .summary = "w ← w ∓ (2 a_t − a_{t−1}), a = rate·m̂/(√v̂ + epsilon); a is 0 before the first update."};

  static constexpr auto parameters = moment_parameters;

  void attach(const ganzoo::nn::Parameters& parameters) override {
    take_memory(parameters.numbers().size());
    step_.assign(parameters.numbers().size(), 0);
    last_.assign(parameters.numbers().size(), 0);
  }

  void update(ganzoo::nn::Parameters& parameters, const ganzoo::UpdateStep& s) override {
    std::ranges::fill(step_, 0.0F);
    ganzoo::nn::adam_update(step_, parameters.gradients(), first_, second_, next(s, s.ascend));
    ganzoo::nn::axpy(parameters.values(), step_, 2);
    ganzoo::nn::axpy(parameters.values(), last_, -1);
    std::swap(step_, last_);
  }
  double rate(const ganzoo::UpdateStep& s) const override { return rate_at(s); }

  void state(ganzoo::Archive& archive) override {
    moments_state(archive);
    archive("last_step", std::span<float>(last_));
  }

 private:
  std::vector<float> step_, last_;  ///< a_t and a_{t−1}, with their sign
};

}  // namespace

GANZOO_PLUGIN(OptimisticAdam)
