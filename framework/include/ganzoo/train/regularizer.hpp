/// A regularizer of the critic: its own axis of a grid, not part of a divergence.
#pragma once

#include <ganzoo/core/rng.hpp>
#include <ganzoo/core/shape.hpp>
#include <ganzoo/core/tensor.hpp>
#include <ganzoo/nn/parameters.hpp>
#include <ganzoo/plugin/component.hpp>

namespace ganzoo {

/// Where in training a hook is called.
struct Moment {
  std::int64_t step = 0;   ///< generator updates done
  std::int64_t steps = 0;  ///< of the whole run
  std::int64_t critic_updates = 0;
};

class CriticProbe;  // input gradients of the critic and their reverse: probe.hpp

/// Where a penalty looks at the critic's input gradient: at points of its own, or at the very samples of the batch,
/// where the pass that scores them serves it at little more cost.
enum class Look : std::uint8_t { points, real, fake };

class GANZOO_API Regularizer : public Component {
 public:
  static constexpr Kind kind = Kind::regularizer;

  /// The shape of a sample, told once before training. Throws ganzoo::Error (usage) where it has no meaning for such.
  virtual void attach(const Shape& /*sample*/) {}

  /// True where it bounds the critic's Lipschitz constant, as a Wasserstein critic needs.
  virtual bool provides_lipschitz() const { return false; }
  /// True where it uses on_batch(): the generator's output is then copied before the critic sees it.
  virtual bool changes_batch() const { return false; }
  /// True where it uses score_penalty(): the players of a simultaneous step then need a backward pass each.
  virtual bool penalises_scores() const { return false; }
  /// True where it uses input_penalty(): the critic is then planned with tangents.
  virtual bool penalises_inputs() const { return false; }
  virtual Look look() const { return Look::points; }

  /// Changes the critic's batch before it is scored (instance noise). Also called for a generator's update of its own;
  /// `real` is empty there unless the divergence scores real samples for the generator.
  virtual void on_batch(Matrix /*real*/, Matrix /*fake*/, const Moment&, const Rng&) {}
  /// The way back of on_batch(): the generator's gradient with respect to the changed fakes becomes that with respect to
  /// those it made, with the moment and the stream that on_batch() was given. Where a sample is only moved, nothing to do.
  virtual void pull_back(Matrix /*fake_gradient*/, const Moment&, const Rng&) {}
  /// A penalty on raw scores; adds its gradient, which the critic descends, to the gradients. Returns its value.
  virtual double score_penalty(ConstMatrix /*real*/, ConstMatrix /*fake*/, Matrix /*real_gradient*/,
                               Matrix /*fake_gradient*/, const Moment&) {
    return 0;
  }
  /// A penalty on the critic's input gradients, which the critic descends through the probe. Returns its value.
  virtual double input_penalty(CriticProbe&, const Moment&, const Rng&) { return 0; }
  /// Called once on the initial critic, and after every critic update (weight clipping).
  virtual void after_update(nn::Parameters& /*critic*/, const Moment&) {}
};

}  // namespace ganzoo
