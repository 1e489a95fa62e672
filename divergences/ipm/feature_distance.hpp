/// A distance between the clouds of features that the critic makes of the two batches: it ascends the distance, the
/// generator descends it.
#pragma once

#include <ganzoo/divergence/kernel_distance.hpp>
#include <ganzoo/ganzoo.hpp>

namespace ganzoo {

/// What derives from it sets `radial` once its parameters are known. Means are over all pairs (V-statistics), so that a
/// batch of one will do.
class FeatureDistance : public Divergence {
 public:
  DivergenceTraits traits() const override {
    return {.needs_real_scores = true, .zero_sum = true, .estimates = true, .compares_features = true};
  }

  Objective critic(ConstMatrix real, ConstMatrix fake, Matrix real_gradient, Matrix fake_gradient) override {
    distance_(radial_, Statistic::v, fake, real, real_gradient);
    const double value = distance_(radial_, Statistic::v, real, fake, fake_gradient);
    return {.value = value, .estimate = value};
  }
  Objective generator(ConstMatrix real, ConstMatrix fake, Matrix real_gradient, Matrix fake_gradient) override {
    return {.value = critic(real, fake, real_gradient, fake_gradient).value};
  }
  double estimate(ConstMatrix real, ConstMatrix fake) const override {
    KernelDistance distance;
    OwnedMatrix nowhere(fake.rows, fake.columns);
    return distance(radial_, Statistic::v, real, fake, nowhere);
  }

 protected:
  Radial radial_;

 private:
  KernelDistance distance_;
};

}  // namespace ganzoo
