/// What a row of /train is made of: running means over all updates since the last row.
#pragma once

#include <ganzoo/core/archive.hpp>
#include <ganzoo/train/trainer.hpp>

#include <cstdint>
#include <limits>

namespace ganzoo {

/// A mean in double; NaN of nothing.
class Mean {
 public:
  void add(double value) {
    sum_ += value;
    ++count_;
  }
  double take() {
    const double mean = count_ == 0 ? std::numeric_limits<double>::quiet_NaN() : sum_ / static_cast<double>(count_);
    *this = {};
    return mean;
  }
  void state(Archive& archive, const char* name) {
    Archive inside = archive.scope(name);
    inside("sum", sum_);
    inside("count", count_);
  }

 private:
  double sum_ = 0;
  std::int64_t count_ = 0;
};

struct Tally {
  Mean critic_objective, generator_objective, penalty, divergence_estimate, saturated_scores, critic_real_mean,
      critic_fake_mean, critic_gradient_norm, generator_gradient_norm, critic_rate, generator_rate;

  /// The means since the last call; the counters are the caller's.
  TrainingRow take();
  void state(Archive& archive);
};

}  // namespace ganzoo
