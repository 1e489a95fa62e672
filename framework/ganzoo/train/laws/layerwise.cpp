#include <algorithm>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/nn/composite.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/nn/planner.hpp>
#include <ganzoo/train/laws/networks.hpp>

namespace ganzoo::laws {
namespace {

/// y = x + b in front of a layer: what that owes its input is the gradient of b.
class ShiftStep final : public nn::Step {
 public:
  ShiftStep(nn::Planner& planner, const nn::Use& use, const nn::Port& in, const nn::Port& out)
      : in_(in), out_(out), rows_(use.batch), columns_(in.shape.size()), shift_(planner.value("shift")) {
    if (use.weight_gradient) gradient_ = planner.gradient("shift");
  }
  void forward() override {
    for (std::int64_t k = 0; k < rows_ * columns_; ++k) out_.value[k] = in_.value[k] + shift_[column(k)];
  }
  void backward() override {
    sum(out_.gradient);
    backward_input();
  }
  void backward_input() override {
    if (in_.gradient) std::copy_n(out_.gradient, rows_ * columns_, in_.gradient);
  }
  void tangent() override { std::copy_n(in_.tangent, rows_ * columns_, out_.tangent); }
  void tangent_backward() override {
    if (out_.owed) sum(out_.owed);
  }

 private:
  std::size_t column(std::int64_t k) const { return static_cast<std::size_t>(k % columns_); }
  void sum(const float* of_rows) {
    for (std::int64_t k = 0; !gradient_.empty() && k < rows_ * columns_; ++k) gradient_[column(k)] += of_rows[k];
  }

  nn::Port in_, out_;
  std::int64_t rows_, columns_;
  std::span<float> shift_, gradient_;
};

class Shift final : public nn::Layer {
 public:
  std::string name() const override { return "input"; }
  Shape output(const Shape& in) const override { return in; }
  void declare(nn::Parameters& p, const Shape& in) const override { p.add("shift", {in.size()}, {}); }
  std::unique_ptr<nn::Step> plan(nn::Planner& planner, const nn::Use& use, const nn::Port& in,
                                 const nn::Port& out) const override {
    return std::make_unique<ShiftStep>(planner, use, in, out);
  }
};

}  // namespace

Counterexample layerwise_double_backward(const nn::LayerPtr& layer, const Shape& in) {
  if (const auto* composite = dynamic_cast<const nn::Composite*>(layer.get())) {
    for (const nn::Part& part : composite->parts(in))
      if (auto found = layerwise_double_backward(part.layer, part.in)) return found;
    return {};
  }
  nn::Network alone("critic", nn::sequential({std::make_shared<Shift>(), layer}), in);
  alone.parameters().initialise(8);
  settle(alone);
  if (auto found = double_backward(alone, 4)) return fmt::format("layer {} by itself: {}", layer->name(), *found);
  return {};
}

}  // namespace ganzoo::laws
