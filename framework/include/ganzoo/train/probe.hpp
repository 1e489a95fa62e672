/// The critic's input gradients and their reverse: what gradient penalties are written with.
#pragma once

#include <ganzoo/core/api.hpp>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/core/tensor.hpp>
#include <ganzoo/nn/layer.hpp>
#include <ganzoo/train/regularizer.hpp>

#include <memory>

namespace ganzoo {

namespace nn {
class Network;
}
class Machine;     // what a run computes on, and
class SharedPlan;  // a network planned for it: machine.hpp

/// A penalty h(∇ₓD) at points of one's choice: write them, ask for the gradients there, and give back ∂h/∂∇ₓD.
///
///     Matrix points = probe.points();                  // e.g. between probe.real() and probe.fake(); only Look::points
///     ConstMatrix gradient = probe.gradient();         // ∇ₓD, one row a point
///     Matrix direction = probe.direction();            // receives ∂penalty/∂gradient
///     probe.descend();                                 // its part of the critic's gradient
class GANZOO_API CriticProbe {
 public:
  /// Plans the critic with tangents for batches of real.rows points.
  /// labels [n], of both; null for a critic that takes none.
  CriticProbe(Machine&, nn::Network& critic, ConstMatrix real, ConstMatrix fake, Look = Look::points,
              nn::Label* labels = nullptr);
  /// At the samples that `pass` has scored, planned with tangents, of a critic that is linear_by_pieces(): what
  /// descend() owes, pass.weighted_backward() then pays together with the scores' own gradient.
  CriticProbe(SharedPlan& pass, ConstMatrix real, ConstMatrix fake);
  ~CriticProbe();

  /// The batch [n, d] of the critic update under way, as the critic saw it.
  ConstMatrix real() const { return real_; }
  ConstMatrix fake() const { return fake_; }

  /// Where to look [n, d]: write before gradient(), which leaves them as they are; with another look than Look::points it
  /// makes them the samples looked at.
  Matrix points() const;
  /// ∇ₓ of the raw score (the sum, of several) at each point [n, d].
  ConstMatrix gradient();
  /// The penalty's derivative with respect to gradient() [n, d]: write before descend().
  Matrix direction() const { return direction_; }
  /// Adds the penalty's gradient to the critic's weight gradients, to be descended. After gradient().
  void descend();

  /// The stream of the layers (dropout) of the update under way; the trainer's to call.
  void randomize(const Rng& layers);
  /// True once after descend() at samples that another pass has scored: its weighted_backward() is due. The trainer's.
  bool take_debt();

 private:
  std::unique_ptr<SharedPlan> own_;  ///< null where the scores' pass serves
  SharedPlan* plan_;
  Look look_;
  bool debt_ = false;
  ConstMatrix real_, fake_;
  OwnedMatrix direction_;
};

}  // namespace ganzoo
