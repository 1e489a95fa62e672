/// A layer describes; a step executes. Networks are described, then planned once for each use, then only run.
#pragma once

#include <ganzoo/core/rng.hpp>
#include <ganzoo/core/shape.hpp>
#include <ganzoo/nn/parameters.hpp>

#include <memory>
#include <string>

namespace ganzoo::nn {

class Planner;

/// What a plan of a network is for.
struct Use {
  int batch = 1;
  bool training = true;         ///< dropout draws, batch norm uses the batch's statistics
  bool input_gradient = false;  ///< backward yields ∂loss/∂input
  bool weight_gradient = false; ///< backward yields ∂loss/∂parameters; running statistics move only with it, so that
                                ///< a network's statistics move on its own player's updates
  bool accumulate = false;      ///< weight gradients are added to what is there
  bool tangent = false;         ///< tangent() and tangent_backward() are wanted (input-gradient penalties)
};

/// The memory at one side of a step, each [batch, shape.size()] row-major; null where the use does not need it.
struct Port {
  Shape shape;
  float* value = nullptr;
  float* gradient = nullptr;
  float* tangent = nullptr;           ///< directional derivative of value
  float* tangent_gradient = nullptr;  ///< reverse of tangent
};

/// A planned layer: executes without allocation, look-up or primitive creation.
class Step {
 public:
  virtual ~Step() = default;
  virtual void forward() = 0;
  /// Output gradient → input gradient and weight gradients, as the use asked.
  virtual void backward() = 0;
  /// backward() to the input alone: leaves the weight gradients as they are. A step with weights overrides it.
  virtual void backward_input() { backward(); }
  /// Input tangent → output tangent, at the values of the last forward().
  virtual void tangent();
  /// Reverse of tangent(), at the values of the last forward() and tangent(): output tangent_gradient → input
  /// tangent_gradient, and adds to `gradient` of the input and to the weight gradients what the tangent owes them.
  virtual void tangent_backward();
  /// The random stream of the coming forward() (dropout); nothing by default.
  virtual void randomize(const Rng&) {}
};

/// The description of a layer: no memory, no engine.
class Layer {
 public:
  virtual ~Layer() = default;
  /// "dense", the name its parameters and errors are told by (composites add an index: dense_0).
  virtual std::string name() const = 0;
  /// The output's shape; throws ganzoo::Error naming the layer where `in` does not fit.
  virtual Shape output(const Shape& in) const = 0;
  /// Declares parameters and running statistics.
  virtual void declare(Parameters&, const Shape& /*in*/) const {}
  /// True where a sample's output depends on the other samples of its batch.
  virtual bool mixes_samples() const { return false; }
  virtual std::unique_ptr<Step> plan(Planner&, const Use&, const Port& in, const Port& out) const = 0;
};

using LayerPtr = std::shared_ptr<const Layer>;

}  // namespace ganzoo::nn
