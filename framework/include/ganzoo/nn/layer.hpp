/// A layer describes; a step executes. Networks are described, then planned once for each use, then only run.
#pragma once

#include <cstdint>
#include <ganzoo/core/api.hpp>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/core/shape.hpp>
#include <ganzoo/nn/activation.hpp>
#include <ganzoo/nn/parameters.hpp>
#include <memory>
#include <string>

namespace ganzoo::nn {

class Planner;

/// What class a sample is of: from 0 on.
using Label = std::int32_t;

/// What a plan of a network is for.
struct Use {
  int batch = 1;
  bool training = true;          ///< dropout draws, batch norm uses the batch's statistics
  bool input_gradient = false;   ///< backward yields ∂loss/∂input
  bool weight_gradient = false;  ///< backward yields ∂loss/∂parameters
  bool accumulate = false;       ///< weight gradients are added to what is there
  bool tangent = false;          ///< tangent() and tangent_backward() are wanted (input-gradient penalties)
  /// forward() moves batch norm's running statistics; by default with the weights: on a network's own updates.
  bool update_statistics = training && weight_gradient;
  /// Which of a batch's rows the first of these is, where members of a team share it: what is random of a row (dropout's
  /// mask) is its own, whoever computes it.
  std::int64_t first_row = 0;
};

/// The memory at one side of a step, each [batch, shape.size()] row-major; null where the use does not need it.
struct Port {
  Shape shape;
  float* value = nullptr;
  float* gradient = nullptr;  ///< ∂loss/∂value
  float* tangent = nullptr;   ///< directional derivative of value
  float* owed =
      nullptr;  ///< ∂S/∂value, where S = Σ gradient(out) · tangent(out) of the network: see tangent_backward()
};

/// A planned layer: executes without allocation, look-up or primitive creation.
///
/// A penalty on the input gradient g = ∇ₓ(c·D(x)) needs ∇θ(u·g), and u·g = c·Ḋ(x; u) = S. So: forward(), backward()
/// with c at the output, tangent() with u at the input, tangent_backward().
class GANZOO_API Step {
 public:
  virtual ~Step() = default;
  virtual void forward() = 0;
  /// Output gradient → input gradient and weight gradients, as the use asked. May overwrite the output gradient by the
  /// gradient before the activation; tangent_backward() reads it there.
  virtual void backward() = 0;
  /// backward() to the input alone: leaves the weight gradients as they are. A step with weights overrides it.
  virtual void backward_input() { backward(); }
  /// Input tangent → output tangent, at the values of the last forward().
  virtual void tangent();
  /// The reverse of tangent(), where S weighs the output tangent by the output gradient that backward() was given: adds
  /// ∂S/∂θ to the weight gradients, and writes what the input is owed. Of the last forward(), backward() and tangent().
  virtual void tangent_backward();
  /// Where S′ = Σ weight(row)·y(row) + S, the output gradient being 1: ∂S′/∂θ to the weight gradients, by one product a
  /// layer instead of two, and in place of the input tangents what they and the inputs amount to. After forward(),
  /// backward_input() with 1 at the output, and tangent(). Only of layers that are linear_by_pieces().
  virtual void weighted_backward(const float* /*row_weights*/) {}
  /// The random stream of the coming forward() (dropout); nothing by default.
  virtual void randomize(const Rng&) {}
};

class Layer;
using LayerPtr = std::shared_ptr<const Layer>;

/// The description of a layer: no memory, no engine.
class GANZOO_API Layer {
 public:
  virtual ~Layer() = default;
  /// "dense", the name its parameters and errors are told by (composites number those of one name: dense_0, dense_1).
  virtual std::string name() const = 0;
  /// The output's shape; throws ganzoo::Error naming the layer where `in` does not fit.
  virtual Shape output(const Shape& in) const = 0;
  /// Declares parameters and running statistics.
  virtual void declare(Parameters&, const Shape& /*in*/) const {}
  /// True where a sample's output depends on the other samples of its batch.
  virtual bool mixes_samples() const { return false; }
  /// How many classes the labels beside its input tell apart (Plan::labels()); 0 where it takes none.
  virtual int classes() const { return 0; }
  /// How many successive samples of a batch are computed together: the members of a team get whole groups. Throws
  /// ganzoo::Error naming the layer where that does not divide the batch.
  virtual int group(int /*batch*/) const { return 1; }
  /// True where the derivative moves with the input, so that tangent_backward() owes the input something.
  virtual bool curved() const { return false; }
  /// True where each sample's output is a linear function of its input, with weights that depend on which side of its
  /// kinks it lies: the output gradient c then only scales all gradients before it, and weighted_backward() works.
  virtual bool linear_by_pieces() const { return false; }
  /// True where the output is the input's memory under another shape.
  virtual bool is_view() const { return false; }
  /// This layer with an activation applied to its output in the same pass; null where it cannot.
  virtual LayerPtr fused(const Activation&) const { return nullptr; }
  virtual std::unique_ptr<Step> plan(Planner&, const Use&, const Port& in, const Port& out) const = 0;
};

}  // namespace ganzoo::nn
