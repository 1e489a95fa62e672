#include <ganzoo/ganzoo.hpp>
#include <ganzoo/nn/kernels.hpp>

#include "adam_moments.hpp"

namespace {

/// Adam whose weights decay by themselves, by the rate alone: not through a gradient that the moments would divide.
struct AdamW : ganzoo::Optimizer, ganzoo::optimizers::AdamMoments {
  static constexpr ganzoo::About about{
      .title = "AdamW",
      .source = "Loshchilov & Hutter, Decoupled weight decay regularization, ICLR 2019, Algorithm 2",
      .summary = "w ← (1 − rate·weight_decay)·w, then Adam's step. Biases decay as weights do."};

  ganzoo::Ramp weight_decay = 0.01;
  static constexpr auto parameters = std::tuple_cat(
      moment_parameters, std::tuple{ganzoo::parameter("weight_decay", &AdamW::weight_decay, ganzoo::at_least(0),
                                                      "how much of a weight an update takes off, times the rate")});

  void attach(const ganzoo::nn::Parameters& parameters) override { take_memory(parameters.numbers().size()); }

  void update(ganzoo::nn::Parameters& parameters, const ganzoo::UpdateStep& s) override {
    const auto weights = parameters.values();
    ganzoo::nn::axpy(weights, weights, -rate(s) * weight_decay.at(s.step, s.steps));
    ganzoo::nn::adam_update(parameters, first_, second_, next(s, s.ascend));
  }
  double rate(const ganzoo::UpdateStep& s) const override { return rate_at(s); }
  void state(ganzoo::Archive& archive) override { moments_state(archive); }
};

}  // namespace

GANZOO_PLUGIN(AdamW)
