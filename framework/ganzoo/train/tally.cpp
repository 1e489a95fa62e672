#include <ganzoo/train/tally.hpp>

namespace ganzoo {

TrainingRow Tally::take() {
  return {.critic_objective = critic_objective.take(),
          .generator_objective = generator_objective.take(),
          .penalty = penalty.take(),
          .divergence_estimate = divergence_estimate.take(),
          .saturated_scores = saturated_scores.take(),
          .critic_real_mean = critic_real_mean.take(),
          .critic_fake_mean = critic_fake_mean.take(),
          .critic_gradient_norm = critic_gradient_norm.take(),
          .generator_gradient_norm = generator_gradient_norm.take(),
          .critic_rate = critic_rate.take(),
          .generator_rate = generator_rate.take()};
}

void Tally::state(Archive& archive) {
  critic_objective.state(archive, "critic_objective");
  generator_objective.state(archive, "generator_objective");
  penalty.state(archive, "penalty");
  divergence_estimate.state(archive, "divergence_estimate");
  saturated_scores.state(archive, "saturated_scores");
  critic_real_mean.state(archive, "critic_real_mean");
  critic_fake_mean.state(archive, "critic_fake_mean");
  critic_gradient_norm.state(archive, "critic_gradient_norm");
  generator_gradient_norm.state(archive, "generator_gradient_norm");
  critic_rate.state(archive, "critic_rate");
  generator_rate.state(archive, "generator_rate");
}

}  // namespace ganzoo
