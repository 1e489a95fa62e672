/// The layer of an activation: sequential gives it to the layer before it where that one can take it in.
#pragma once

#include <ganzoo/nn/layer.hpp>
#include <ganzoo/nn/operation.hpp>

namespace ganzoo::nn {

class ActivationLayer final : public Layer, public Described {
 public:
  explicit ActivationLayer(Activation activation) : activation_(activation) {}

  const Activation& activation() const { return activation_; }

  std::string name() const override { return name_of(activation_.kind); }
  Shape output(const Shape& in) const override { return in; }
  bool curved() const override { return activation_.curved(); }
  bool linear_by_pieces() const override { return !activation_.curved(); }
  Operation operation() const override { return {operations::Identity{}, activation_}; }
  std::unique_ptr<Step> plan(Planner&, const Use&, const Port& in, const Port& out) const override;

 private:
  Activation activation_;
};

}  // namespace ganzoo::nn
