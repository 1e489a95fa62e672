/// The critic's input gradients and their reverse: what gradient penalties are written with.
#pragma once

#include <ganzoo/core/api.hpp>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/core/tensor.hpp>
#include <ganzoo/nn/network.hpp>

#include <memory>

namespace ganzoo {

/// A penalty h(∇ₓD) at points of one's choice: write them, ask for the gradients there, and give back ∂h/∂∇ₓD.
///
///     Matrix points = probe.points();                  // e.g. between probe.real() and probe.fake()
///     ConstMatrix gradient = probe.gradient();         // ∇ₓD, one row a point
///     Matrix direction = probe.direction();            // receives ∂penalty/∂gradient
///     probe.descend();                                 // its part of the critic's gradient
class GANZOO_API CriticProbe {
 public:
  /// Plans the critic with tangents for batches of real.rows points.
  CriticProbe(nn::Engine&, nn::Network& critic, ConstMatrix real, ConstMatrix fake);

  /// The batch [n, d] of the critic update under way, as the critic saw it.
  ConstMatrix real() const { return real_; }
  ConstMatrix fake() const { return fake_; }

  /// Where to look [n, d]: write before gradient(), which leaves them as they are.
  Matrix points() const { return plan_->input(); }
  /// ∇ₓ of the raw score (the sum, of several) at each point [n, d].
  ConstMatrix gradient();
  /// The penalty's derivative with respect to gradient() [n, d]: write before descend().
  Matrix direction() const { return direction_; }
  /// Adds the penalty's gradient to the critic's weight gradients, to be descended. After gradient().
  void descend();

  /// The stream of the layers (dropout) of the update under way; the trainer's to call.
  void randomize(const Rng& layers) { plan_->randomize(layers); }

 private:
  std::unique_ptr<nn::Plan> plan_;
  ConstMatrix real_, fake_;
  OwnedMatrix direction_;
};

}  // namespace ganzoo
