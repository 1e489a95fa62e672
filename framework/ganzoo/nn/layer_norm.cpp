#include <cmath>
#include <ganzoo/nn/detail/check.hpp>
#include <ganzoo/nn/detail/kernel_table.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/nn/operation.hpp>
#include <ganzoo/nn/planner.hpp>

namespace ganzoo::nn {
namespace {

/// y = scale ⊙ x̂ + shift, x̂ = (x − mean)·inverse with inverse = 1/√(variance + ε) over the n numbers of each sample;
/// scale and shift by channel. ∂x̂/∂x = inverse·(1 − 1/n − x̂x̂ᵀ/n) =: inverse·Π.
class LayerNormStep final : public Step {
 public:
  LayerNormStep(Planner& planner, const Use& use, const Port& in, const Port& out, double epsilon)
      : in_(in),
        out_(out),
        use_(use),
        samples_(use.batch),
        n_(in.shape.size()),
        columns_(in.shape.dims.back()),
        epsilon_(epsilon),
        scale_(planner.value("scale")),
        shift_(planner.value("shift")),
        scale_gradient_(planner.gradient("scale")),
        shift_gradient_(planner.gradient("shift")),
        hat_(planner.floats(samples_ * n_)) {
    const auto samples = static_cast<std::size_t>(samples_), columns = static_cast<std::size_t>(columns_);
    for (auto* v : {&mean_, &variance_, &inverse_, &sum_, &dot_, &tangent_sum_, &tangent_dot_, &product_, &unused_}) {
      v->resize(samples);
    }
    for (auto* v : {&centre_, &a_, &b_, &c_}) v->resize(samples);
    none_.resize(samples);
    for (auto* v : {&column_sum_, &column_dot_}) v->resize(columns);
    zero_.resize(samples);
    if (in.gradient || use.tangent) weighed_ = planner.floats(samples_ * n_);
    if (use.tangent) hat_tangent_ = planner.floats(samples_ * n_);
  }

  void forward() override {
    kernels::table().row_moments(in_.value, samples_, n_, mean_.data(), variance_.data());
    for (std::size_t i = 0; i < inverse_.size(); ++i) {
      inverse_[i] = 1 / std::sqrt(variance_[i] + epsilon_);
      centre_[i] = static_cast<float>(mean_[i]);
      a_[i] = static_cast<float>(inverse_[i]);
    }
    kernels::table().row_combine(in_.value, in_.value, centre_.data(), none_.data(), a_.data(), none_.data(), samples_,
                                 n_, hat_, false);
    kernels::table().affine(hat_, samples_ * n_ / columns_, columns_, scale_.data(), shift_.data(), out_.value);
  }

  void backward() override {
    if (use_.weight_gradient) add_gradients(out_.gradient, use_.accumulate);
    backward_input();
  }

  void backward_input() override {
    if (!in_.gradient) return;
    weigh(out_.gradient, weighed_);
    through(weighed_, in_.gradient, false);
  }

  void tangent() override {
    through(in_.tangent, hat_tangent_, false);
    weigh(hat_tangent_, out_.tangent);
  }

  /// S = Σ w·ẋ̂ with w = scale ⊙ g and ẋ̂ = inverse·Πẋ, of which ∂S/∂x = −inverse²·(x̂·wᵀΠẋ/n + q·Πw + p·Πẋ),
  /// p = mean(w x̂), q = mean(ẋ x̂).
  void tangent_backward() override {
    columns_dots(out_.gradient, hat_tangent_);
    for (std::size_t j = 0; j < column_dot_.size(); ++j) set(scale_gradient_[j], column_dot_[j], true);
    if (in_.owed) owe();
    if (!out_.owed) return;
    add_gradients(out_.owed, true);
    weigh(out_.owed, weighed_);
    if (in_.owed) through(weighed_, in_.owed, true);
  }

 private:
  static void set(float& to, double value, bool add) {
    to = static_cast<float>(value + (add ? static_cast<double>(to) : 0));
  }

  void weigh(const float* from, float* to) {
    kernels::table().affine(from, samples_ * n_ / columns_, columns_, scale_.data(), nullptr, to);
  }

  void columns_dots(const float* g, const float* x) {
    kernels::table().column_dots(g, x, samples_ * n_ / columns_, columns_, column_sum_.data(), column_dot_.data());
  }

  void add_gradients(const float* g, bool accumulate) {
    columns_dots(g, hat_);
    for (std::size_t j = 0; j < column_dot_.size(); ++j) {
      set(shift_gradient_[j], column_sum_[j], accumulate);
      set(scale_gradient_[j], column_dot_[j], accumulate);
    }
  }

  void dots(const float* w, std::vector<double>& sums, std::vector<double>& dots) {
    kernels::table().row_dots(w, hat_, zero_.data(), samples_, n_, sums.data(), dots.data());
  }

  void combine(const float* w, float* to, bool accumulate) {
    kernels::table().row_combine(w, hat_, none_.data(), a_.data(), b_.data(), c_.data(), samples_, n_, to, accumulate);
  }

  /// to (+)= inverse·Π w
  void through(const float* w, float* to, bool accumulate) {
    dots(w, sum_, dot_);
    const double n = static_cast<double>(n_);
    for (std::size_t i = 0; i < a_.size(); ++i) {
      a_[i] = static_cast<float>(inverse_[i]);
      b_[i] = static_cast<float>(-inverse_[i] * dot_[i] / n);
      c_[i] = static_cast<float>(-inverse_[i] * sum_[i] / n);
    }
    combine(w, to, accumulate);
  }

  /// in.owed = −inverse²·((wᵀΠẋ/n − qp)·x̂ + q·w − q·mean(w)) − inverse·p·ẋ̂
  void owe() {
    const double n = static_cast<double>(n_);
    weigh(out_.gradient, weighed_);
    dots(weighed_, sum_, dot_);
    dots(in_.tangent, tangent_sum_, tangent_dot_);
    kernels::table().row_dots(weighed_, hat_tangent_, zero_.data(), samples_, n_, unused_.data(), product_.data());
    for (std::size_t i = 0; i < a_.size(); ++i) {
      const double square = inverse_[i] * inverse_[i], p = dot_[i] / n, q = tangent_dot_[i] / n;
      a_[i] = static_cast<float>(-square * q);
      b_[i] = static_cast<float>(-square * (product_[i] / inverse_[i] / n - q * p));
      c_[i] = static_cast<float>(square * q * sum_[i] / n);
    }
    combine(weighed_, in_.owed, false);
    for (std::size_t i = 0; i < a_.size(); ++i) {
      a_[i] = static_cast<float>(-inverse_[i] * dot_[i] / n);
      b_[i] = c_[i] = 0;
    }
    combine(hat_tangent_, in_.owed, true);
  }

  Port in_, out_;
  Use use_;
  std::int64_t samples_, n_, columns_;
  double epsilon_;
  std::span<float> scale_, shift_, scale_gradient_, shift_gradient_;
  float *hat_, *weighed_ = nullptr, *hat_tangent_ = nullptr;
  std::vector<double> mean_, variance_, inverse_, sum_, dot_, tangent_sum_, tangent_dot_, product_, unused_,
      column_sum_, column_dot_, zero_;
  std::vector<float> centre_, a_, b_, c_, none_;
};

class LayerNorm final : public Layer, public Described {
 public:
  explicit LayerNorm(double epsilon) : epsilon_(epsilon) {
    require(epsilon > 0, "layer_norm.epsilon", epsilon, "positive");
  }

  std::string name() const override { return "layer_norm"; }
  Shape output(const Shape& in) const override {
    require(in.size() > 1, "layer_norm.input", in.size(), "at least 2 numbers: less their own mean, one is nothing");
    return in;
  }
  void declare(Parameters& parameters, const Shape& in) const override {
    parameters.add("scale", {in.dims.back()}, {.law = Init::Law::constant, .scale = 1});
    parameters.add("shift", {in.dims.back()}, {});
  }
  bool curved() const override { return true; }
  Operation operation() const override { return {operations::LayerNorm{epsilon_}}; }
  std::unique_ptr<Step> plan(Planner& planner, const Use& use, const Port& in, const Port& out) const override {
    return std::make_unique<LayerNormStep>(planner, use, in, out, epsilon_);
  }

 private:
  double epsilon_;
};

}  // namespace

LayerPtr layer_norm(double epsilon) { return std::make_shared<LayerNorm>(epsilon); }

}  // namespace ganzoo::nn
