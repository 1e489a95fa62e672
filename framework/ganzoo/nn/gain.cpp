#include <algorithm>
#include <ganzoo/nn/detail/gain.hpp>
#include <ganzoo/nn/detail/kernel_table.hpp>
#include <ganzoo/nn/operation.hpp>
#include <ganzoo/nn/planner.hpp>
#include <numeric>

namespace ganzoo::nn {
namespace {

/// y = γ·x
class GainStep final : public Step {
 public:
  GainStep(Planner& planner, const Use& use, const Port& in, const Port& out)
      : in_(in),
        out_(out),
        use_(use),
        n_(in.shape.size()),
        gamma_(planner.value("gamma")),
        gamma_gradient_(planner.gradient("gamma")) {
    for (auto* v : {&zero_, &sums_, &dots_}) v->resize(static_cast<std::size_t>(use.batch));
  }

  void forward() override { scale(in_.value, out_.value); }
  void backward() override {
    if (use_.weight_gradient) add_gradient(out_.gradient, in_.value, use_.accumulate);
    backward_input();
  }
  void backward_input() override {
    if (in_.gradient) scale(out_.gradient, in_.gradient);
  }
  void tangent() override { scale(in_.tangent, out_.tangent); }
  void tangent_backward() override {
    add_gradient(out_.gradient, in_.tangent, true);
    if (out_.owed) add_gradient(out_.owed, in_.value, true);
    if (!in_.owed) return;
    if (out_.owed) return scale(out_.owed, in_.owed);
    std::fill_n(in_.owed, use_.batch * n_, 0.f);
  }

 private:
  void scale(const float* from, float* to) const {
    const float gamma = gamma_[0];
    for (std::int64_t i = 0; i < use_.batch * n_; ++i) to[i] = gamma * from[i];
  }
  /// ∂γ (+)= Σ g·x
  void add_gradient(const float* g, const float* x, bool accumulate) {
    kernels::table().row_dots(g, x, zero_.data(), use_.batch, n_, sums_.data(), dots_.data());
    const double start = accumulate ? static_cast<double>(gamma_gradient_[0]) : 0;
    gamma_gradient_[0] = static_cast<float>(std::accumulate(dots_.begin(), dots_.end(), start));
  }

  Port in_, out_;
  Use use_;
  std::int64_t n_;
  std::span<float> gamma_, gamma_gradient_;
  std::vector<double> zero_, sums_, dots_;
};

class Gain final : public Layer, public Described {
 public:
  explicit Gain(double gamma) : start_(gamma) {}

  std::string name() const override { return "gain"; }
  Shape output(const Shape& in) const override { return in; }
  void declare(Parameters& parameters, const Shape&) const override {
    parameters.add("gamma", {1}, {.law = Init::Law::constant, .scale = start_});
  }
  Operation operation() const override { return {operations::Gain{}}; }
  std::unique_ptr<Step> plan(Planner& planner, const Use& use, const Port& in, const Port& out) const override {
    return std::make_unique<GainStep>(planner, use, in, out);
  }

 private:
  double start_;
};

}  // namespace

LayerPtr gain(double gamma) { return std::make_shared<Gain>(gamma); }

}  // namespace ganzoo::nn
