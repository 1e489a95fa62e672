/// What a run computes on: a crew of threads, or of processes (core/link.hpp), with an engine each, and how a batch is
/// shared among them.
#pragma once

#include <algorithm>
#include <ganzoo/core/api.hpp>
#include <ganzoo/core/crew.hpp>
#include <ganzoo/nn/engine.hpp>
#include <ganzoo/nn/network.hpp>
#include <list>
#include <memory>
#include <span>
#include <vector>

namespace ganzoo {

/// How many members share a batch, each with some of it to compute: no more than there are groups of samples that one
/// of the networks (a critic may be null) computes together. Throws ganzoo::Error where groups do not divide the batch.
GANZOO_API int members_for(int threads, int batch, const nn::Network& generator, const nn::Network* critic);

/// The part of a batch that is a member's: whole groups of the network's.
GANZOO_API Share share_of(const nn::Network& network, std::int64_t batch, int rank, int size);

class GANZOO_API Machine {
 public:
  /// Where processes are linked, this one is one of the members. Throws ganzoo::Error (usage) where they are not as many.
  Machine(int members, nn::Precision precision);

  Crew& crew() { return crew_; }
  /// Of the members that compute in this process.
  std::list<nn::Engine>& engines() { return engines_; }

 private:
  Crew crew_;
  std::list<nn::Engine> engines_;
};

/// A network planned for one use of one batch, shared out by rows: each member of the crew has a plan of its own. To
/// the caller it is a plan (network.hpp) of the whole batch, whose passes all members run at once; where they are
/// processes, each has the whole batch's results in the end.
class GANZOO_API SharedPlan {
 public:
  /// Each member's weight gradients go to an array of its own: Network::gather_gradients() adds them up.
  SharedPlan(Machine& machine, nn::Network& network, nn::Use use, const nn::Wires& wires = {});

  Matrix input() const { return input_; }
  ConstMatrix output() const { return output_; }
  Matrix output_gradient() const { return output_gradient_; }
  ConstMatrix input_gradient() const { return input_gradient_; }
  Matrix input_tangent() const { return input_tangent_; }
  std::span<nn::Label> labels() const { return labels_; }

  /// Each row draws the numbers that it would in a plan of the whole batch.
  void randomize(const Rng&);
  void forward();
  void backward();
  void backward_input();
  void tangent() { run(&nn::Plan::tangent); }
  void tangent_backward() { run(&nn::Plan::tangent_backward); }
  void weighted_backward(std::span<const float> row_weights);

 private:
  template <class Work>
  void each(const Work& work);
  void run(void (nn::Plan::*pass)());
  void fetch(const Matrix& whole);
  void fetch_statistics();

  Machine& machine_;
  nn::Network& network_;
  bool moves_statistics_;
  Matrix input_, output_, output_gradient_, input_gradient_, input_tangent_;
  std::span<nn::Label> labels_;                   ///< [batch]; empty where the network takes none
  std::vector<nn::Label> own_labels_;             ///< where they are not wired
  std::vector<OwnedMatrix> own_;                  ///< what was not wired
  std::vector<Share> shares_;                     ///< of the batch's rows, by rank
  std::vector<std::unique_ptr<nn::Plan>> plans_;  ///< by rank; null where it is another process's
};

}  // namespace ganzoo
