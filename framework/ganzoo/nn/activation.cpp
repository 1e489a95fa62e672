#include <algorithm>
#include <array>
#include <ganzoo/nn/detail/activation_layer.hpp>
#include <ganzoo/nn/detail/check.hpp>
#include <ganzoo/nn/detail/kernel_table.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/nn/planner.hpp>

namespace ganzoo::nn {
namespace {

constexpr std::array names{"identity", "relu", "leaky_relu", "tanh", "sigmoid", "softplus", "elu"};

/// An activation that no layer before it could take in.
class ActivationStep final : public Step {
 public:
  ActivationStep(Planner& planner, const Use& use, const Port& in, const Port& out, Activation activation)
      : in_(in), out_(out), rows_(use.batch), columns_(in.shape.size()), activation_(activation) {
    if (!use.tangent || !in.owed) return;
    delta_ = planner.floats(rows_ * columns_);
    discarded_sums_ = planner.floats(columns_);
  }

  void forward() override { kernels::table().activate(activation_, in_.value, out_.value, rows_ * columns_); }
  void backward() override { times_slope(out_.gradient, in_.gradient); }
  void tangent() override { times_slope(in_.tangent, out_.tangent); }
  void tangent_backward() override {
    if (!in_.owed) return;
    if (!activation_.curved()) {
      if (out_.owed) return times_slope(out_.owed, in_.owed);
      std::fill_n(in_.owed, rows_ * columns_, 0.f);
      return;
    }
    // φ″·ẋ·g + φ′·owed, where the kernel takes δ = φ′·g; what backward() left in in_.gradient, the layer before
    // overwrote.
    times_slope(out_.gradient, delta_);
    kernels::table().activate_owed(activation_, out_.value, in_.tangent, delta_, out_.owed, in_.owed, rows_, columns_,
                                   discarded_sums_);
  }

 private:
  void times_slope(const float* from, float* to) {
    if (!to) return;
    kernels::table().activate_backward(activation_, out_.value, from, to, rows_, columns_, nullptr, false);
  }

  Port in_, out_;
  std::int64_t rows_, columns_;
  Activation activation_;
  float *delta_ = nullptr, *discarded_sums_ = nullptr;
};

}  // namespace

const char* name_of(Activation::Kind kind) { return names[static_cast<std::size_t>(kind)]; }

std::unique_ptr<Step> ActivationLayer::plan(Planner& planner, const Use& use, const Port& in, const Port& out) const {
  return std::make_unique<ActivationStep>(planner, use, in, out, activation_);
}

namespace {

LayerPtr layer(Activation::Kind kind, double parameter = 0) {
  return std::make_shared<ActivationLayer>(Activation{kind, static_cast<float>(parameter)});
}

}  // namespace

LayerPtr relu() { return layer(Activation::Kind::relu); }
LayerPtr leaky_relu(double slope) {
  require(slope >= 0, "leaky_relu.slope", slope, "at least 0");
  return layer(Activation::Kind::leaky_relu, slope);
}
LayerPtr tanh() { return layer(Activation::Kind::tanh); }
LayerPtr sigmoid() { return layer(Activation::Kind::sigmoid); }
LayerPtr softplus() { return layer(Activation::Kind::softplus); }
LayerPtr elu(double alpha) {
  require(alpha > 0, "elu.alpha", alpha, "positive");
  return layer(Activation::Kind::elu, alpha);
}

LayerPtr activation(const std::string& name, double slope) {
  if (name == "identity") return nullptr;
  if (name == "relu") return relu();
  if (name == "leaky_relu") return leaky_relu(slope);
  if (name == "tanh") return tanh();
  if (name == "sigmoid") return sigmoid();
  if (name == "softplus") return softplus();
  if (name == "elu") return elu();
  const std::vector<std::string> known(names.begin(), names.end());
  const std::string near = nearest(name, known);
  throw Error(Exit::usage, fmt::format("activation is \"{}\", but must be one of {}", name, fmt::join(known, ", ")),
              near.empty() ? "" : "did you mean " + near + "?");
}

}  // namespace ganzoo::nn
