/// What a run computes on: a crew of threads with an engine each, and how a batch is shared among them.
#pragma once

#include <algorithm>
#include <ganzoo/core/crew.hpp>
#include <ganzoo/nn/engine.hpp>
#include <ganzoo/nn/network.hpp>
#include <list>
#include <memory>
#include <span>
#include <vector>

namespace ganzoo {

class Machine {
 public:
  /// Never more members than rows of a batch: each has some to compute.
  Machine(int threads, int batch, nn::Precision precision) : crew_(std::min(threads, batch)) {
    for (int rank = 0; rank < crew_.size(); ++rank) engines_.emplace_back(precision, crew_.member(rank));
  }

  Crew& crew() { return crew_; }
  std::list<nn::Engine>& engines() { return engines_; }

 private:
  Crew crew_;
  std::list<nn::Engine> engines_;
};

/// A network planned for one use of one batch, shared out by rows: each member of the crew has a plan of its own. To the
/// caller it is a plan (network.hpp) of the whole batch, whose passes all members run at once.
class SharedPlan {
 public:
  /// Each member's weight gradients go to an array of its own: Network::gather_gradients() adds them up.
  SharedPlan(Machine& machine, nn::Network& network, nn::Use use, const nn::Wires& wires = {});

  Matrix input() const { return input_; }
  ConstMatrix output() const { return output_; }
  Matrix output_gradient() const { return output_gradient_; }
  ConstMatrix input_gradient() const { return input_gradient_; }
  Matrix input_tangent() const { return input_tangent_; }

  /// Members draw different numbers; the first those that a plan alone would.
  void randomize(const Rng&);
  void forward();
  void backward() { run(&nn::Plan::backward); }
  void backward_input() { run(&nn::Plan::backward_input); }
  void tangent() { run(&nn::Plan::tangent); }
  void tangent_backward() { run(&nn::Plan::tangent_backward); }
  void weighted_backward(std::span<const float> row_weights);

 private:
  void run(void (nn::Plan::*pass)());
  Share share(int rank) const { return share_of(input_.rows, rank, machine_.crew().size()); }

  Machine& machine_;
  nn::Network& network_;
  Matrix input_, output_, output_gradient_, input_gradient_, input_tangent_;
  std::vector<OwnedMatrix> own_;  ///< what was not wired
  std::vector<std::unique_ptr<nn::Plan>> plans_;
};

}  // namespace ganzoo
