/// A divergence: what the critic ascends and the generator descends, as functions of the critic's scores alone.
///
/// It sees scores, never networks. The ways to write one: f_divergence (f_divergence.hpp), critic_loss
/// (critic_loss.hpp), score_bound (score_bound.hpp), sample_distance (sample_distance.hpp), and, for what is no game, Fit
/// (train/fit.hpp). The trainer sees only this interface.
#pragma once

#include <ganzoo/core/rng.hpp>
#include <ganzoo/core/tensor.hpp>
#include <ganzoo/plugin/component.hpp>
#include <limits>
#include <string>

namespace ganzoo {

struct Exact;  // a number with its error: exact/exact.hpp
struct Distribution;
class FDivergence;  // the mathematics of an f-divergence, in double: f_math.hpp

/// What one evaluation on a batch of scores yields.
struct Objective {
  double value = 0;                                            ///< the critic ascends it; the generator descends it
  double estimate = std::numeric_limits<double>::quiet_NaN();  ///< of the divergence, in its own units; NaN for games
  double saturated = 0;  ///< number of scores beyond the largest safe |v|, evaluated there with the slope held
};

struct DivergenceTraits {
  bool needs_critic = true;        ///< false: a distance between the samples themselves, or a fit
  bool needs_lipschitz = false;    ///< unsound without a Lipschitz constraint on the critic
  bool needs_real_scores = false;  ///< the generator's objective depends on the real scores (relativistic games)
  /// The generator's gradient is the critic's own gradient with respect to the fake scores: a simultaneous step
  /// then needs one backward pass for both players.
  bool zero_sum = false;
  bool has_non_saturating = false;
  bool estimates = false;  ///< Objective.estimate is a number: the divergence, in its own units
  /// The critic's outputs are k features of a sample, whose two clouds are compared: none of them is higher for data.
  bool compares_features = false;
  bool fits =
      false;  ///< no game and no distance: it moves the generator itself, or stands in its place (train/fit.hpp)
};

class GANZOO_API Divergence : public Component {
 public:
  static constexpr Kind kind = Kind::divergence;

  /// Throws ganzoo::Error (usage) where its parameters leave nothing to train with.
  virtual DivergenceTraits traits() const = 0;

  /// What the critic ascends. real [n, k], fake [m, k]: scores. The gradients, of the same shapes, receive
  /// ∂value/∂score (means over the batch included). Evaluated in double. Called once a critic update.
  virtual Objective critic(ConstMatrix real, ConstMatrix fake, Matrix real_gradient, Matrix fake_gradient) = 0;

  /// What the generator descends, likewise. `real` is empty, and real_gradient too, unless traits().needs_real_scores.
  virtual Objective generator(ConstMatrix real, ConstMatrix fake, Matrix real_gradient, Matrix fake_gradient) = 0;

  /// For traits().needs_critic == false: the distance between the batches themselves, samples [n, d] and [m, d], and
  /// its gradient with respect to the fakes. `rng` is for random directions and the like, new at each update. Throws
  /// std::logic_error otherwise.
  virtual Objective distance(ConstMatrix real, ConstMatrix fake, Matrix fake_gradient, const Rng& rng);

  /// Objective.estimate of these scores alone: no gradients, any number of scores, nothing changed. NaN for games.
  virtual double estimate(ConstMatrix real, ConstMatrix fake) const;

  /// Called after each critic update with that update's objective (multipliers, running averages).
  virtual void after_critic_update(const Objective&) {}

  /// The value between two distributions whose densities are known, as training would estimate it; NaN, and the
  /// reason, where it has none without a trained critic.
  virtual Exact exact_value(const Distribution& p, const Distribution& q) const;

  /// f, its conjugate, its links and exact values, where this is an f-divergence; null otherwise.
  virtual const FDivergence* mathematics() const { return nullptr; }
};

}  // namespace ganzoo
