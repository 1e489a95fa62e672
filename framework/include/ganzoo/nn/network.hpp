/// A network: a described layer with its parameters, and the plans that run it.
#pragma once

#include <ganzoo/core/api.hpp>
#include <ganzoo/core/crew.hpp>
#include <ganzoo/nn/layer.hpp>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace ganzoo::nn {

class Engine;  // oneDNN's engine and stream and the thread count: engine.hpp

/// Memory that a plan shares with others instead of making its own; null: its own.
struct Wires {
  float* input = nullptr;
  float* output = nullptr;
  float* input_gradient = nullptr;
  float* output_gradient = nullptr;
  float* input_tangent = nullptr;
  Label* labels = nullptr;
};

/// A network planned for one use. Nothing here allocates after construction.
class GANZOO_API Plan {
 public:
  /// Weight gradients go to `gradients`, laid out as the parameters' own.
  Plan(Engine&, Parameters&, float* gradients, const Layer&, const Shape& in, const Use&, const Wires&);
  ~Plan();

  Matrix input() const;                ///< [batch, in]: write before forward()
  std::span<Label> labels() const;     ///< [batch], of the network's classes(): likewise; empty where it takes none
  ConstMatrix output() const;          ///< [batch, out]
  Matrix output_gradient() const;      ///< write before backward(), which may overwrite it
  ConstMatrix input_gradient() const;  ///< where use.input_gradient
  Matrix input_tangent() const;        ///< where use.tangent: write before tangent()

  void randomize(const Rng&);  ///< dropout's stream for the coming forward()
  void forward();
  void backward();
  void backward_input();  ///< to the input alone, where use.input_gradient: weight gradients stay as they are
  void tangent();         ///< after forward(): the output's derivative in direction input_tangent()
  /// After forward(), backward() with c as output gradient, and tangent() in direction u: adds ∇θ Σ u·∇ₓ(c·D(x)) to the
  /// weight gradients.
  void tangent_backward();
  /// In its place, of a network that is linear_by_pieces(), after backward_input() with 1 as output gradient: adds the
  /// weight gradients of Σ row_weights·D(x) too, at the price of the penalty's alone.
  void weighted_backward(std::span<const float> row_weights);

  /// True where the members of the engine's team meet inside its passes.
  bool meets() const;

  /// The implementation names of its planned primitives ("brg:avx512_core"), for tests and `bench`.
  std::vector<std::string> implementations() const;

 private:
  struct Memory;
  std::unique_ptr<Memory> memory_;
};

class GANZOO_API Network {
 public:
  /// Declares and allocates the parameters. Throws ganzoo::Error naming `name` and the layer where shapes do not fit.
  Network(std::string name, LayerPtr layer, Shape in);

  const std::string& name() const { return name_; }
  const Shape& input() const { return in_; }
  const Shape& output() const { return out_; }
  bool mixes_samples() const { return layer_->mixes_samples(); }
  int classes() const { return layer_->classes(); }
  /// How many successive samples of a batch are computed together; throws ganzoo::Error where that does not divide it.
  int group(int batch) const;
  bool linear_by_pieces() const { return layer_->linear_by_pieces(); }
  Parameters& parameters() { return parameters_; }
  const Parameters& parameters() const { return parameters_; }

  /// Weight gradients of a plan whose engine is a team's first member, or alone, are the parameters' own; those of the
  /// others are kept apart until gather_gradients().
  std::unique_ptr<Plan> plan(Engine&, const Use&, const Wires& = {});

  /// The crew whose members plan it; it then shares the work on the parameters, too.
  void share(Crew& crew);
  /// Adds the gradients of all members, in the order of ranks, into the parameters' own. Returns Σ g².
  double gather_gradients();
  /// Zeroes the gradients of all members.
  void clear_gradients();
  /// Before plans are run: the weights may have changed.
  void refresh() const { parameters_.refresh_halves(); }

 private:
  float* gradients_of(int rank);

  std::string name_;
  LayerPtr layer_;
  Shape in_, out_;
  Parameters parameters_;
  std::vector<Buffer> others_;   ///< the gradients of members 1, 2, …
  std::vector<double> squares_;  ///< of each member's share
};

}  // namespace ganzoo::nn
