/// Adam's parameters and running means, for what builds on its step.
#pragma once

#include <ganzoo/ganzoo.hpp>
#include <ganzoo/nn/kernels.hpp>
#include <span>
#include <tuple>
#include <vector>

namespace ganzoo::optimizers {

struct AdamMoments {
  Ramp learning_rate = 2e-4;
  Ramp beta1 = 0.9;
  Ramp beta2 = 0.999;
  Ramp epsilon = 1e-8;
  static constexpr auto moment_parameters =
      std::tuple{parameter("rate", &AdamMoments::learning_rate, at_least(0), "the size of a typical step"),
                 parameter("beta1", &AdamMoments::beta1, half_open(0, 1), "memory of the mean gradient: momentum"),
                 parameter("beta2", &AdamMoments::beta2, half_open(0, 1), "memory of the mean squared gradient"),
                 parameter("epsilon", &AdamMoments::epsilon, positive(), "added to the root: bounds the step")};

 protected:
  void take_memory(std::size_t numbers) {
    first_.assign(numbers, 0);
    second_.assign(numbers, 0);
  }
  double rate_at(const UpdateStep& s) const { return s.rate * learning_rate.at(s.step, s.steps); }

  /// Of this update, which it counts.
  nn::AdamStep next(const UpdateStep& s, bool ascend) {
    const double b1 = beta1.at(s.step, s.steps), b2 = beta2.at(s.step, s.steps);
    beta1_product_ *= b1;
    beta2_product_ *= b2;
    return {.rate = rate_at(s),
            .beta1 = b1,
            .beta2 = b2,
            .epsilon = epsilon.at(s.step, s.steps),
            .beta1_product = beta1_product_,
            .beta2_product = beta2_product_,
            .ascend = ascend};
  }

  void moments_state(Archive& archive) {
    archive("first_moment", std::span<float>(first_));
    archive("second_moment", std::span<float>(second_));
    archive("beta1_product", beta1_product_);
    archive("beta2_product", beta2_product_);
  }

  std::vector<float> first_, second_;

 private:
  double beta1_product_ = 1, beta2_product_ = 1;
};

}  // namespace ganzoo::optimizers
