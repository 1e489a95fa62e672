#include <algorithm>
#include <cmath>
#include <ganzoo/nn/detail/check.hpp>
#include <ganzoo/nn/detail/kernel_table.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/nn/planner.hpp>

namespace ganzoo::nn {
namespace {

/// y = scale ⊙ x̂ + shift, x̂ = (x − mean)·inverse with inverse = 1/√(variance + ε) per feature, over n = batch × pixels
/// rows. Statistics are double. With statistics of the batch, ∂x̂/∂x = inverse·(1 − 1/n − x̂x̂ᵀ/n) =: inverse·Π.
class BatchNormStep final : public Step {
 public:
  BatchNormStep(Planner& planner, const Use& use, const Port& in, const Port& out, double momentum, double epsilon)
      : in_(in),
        out_(out),
        use_(use),
        columns_(in.shape.dims.back()),
        rows_(use.batch * in.shape.size() / columns_),
        momentum_(momentum),
        epsilon_(epsilon),
        scale_(planner.value("scale")),
        shift_(planner.value("shift")),
        scale_gradient_(planner.gradient("scale")),
        shift_gradient_(planner.gradient("shift")),
        running_mean_(planner.statistic("mean")),
        running_variance_(planner.statistic("variance")),
        hat_(planner.floats(rows_ * columns_)) {
    for (auto* v : {&mean_, &variance_, &inverse_, &sum_, &dot_, &tangent_mean_, &tangent_dot_, &factor_, &unused_}) {
      v->resize(scale_.size());
    }
  }

  void forward() override {
    if (use_.training) {
      kernels::table().moments(in_.value, rows_, columns_, mean_.data(), variance_.data());
      if (use_.update_statistics) move_statistics();
    } else {
      std::copy(running_mean_.begin(), running_mean_.end(), mean_.begin());
      std::copy(running_variance_.begin(), running_variance_.end(), variance_.begin());
    }
    for (std::size_t j = 0; j < inverse_.size(); ++j) inverse_[j] = 1 / std::sqrt(variance_[j] + epsilon_);
    kernels::table().normalise(in_.value, rows_, columns_, mean_.data(), inverse_.data(), hat_);
    kernels::table().affine(hat_, rows_, columns_, scale_.data(), shift_.data(), out_.value);
  }

  void backward() override {
    kernels::table().column_dots(out_.gradient, hat_, rows_, columns_, sum_.data(), dot_.data());
    if (use_.weight_gradient) {
      for (std::size_t j = 0; j < dot_.size(); ++j) {
        set(shift_gradient_[j], sum_[j], use_.accumulate);
        set(scale_gradient_[j], dot_[j], use_.accumulate);
      }
    }
    through(out_.gradient, in_.gradient, false);
  }

  void backward_input() override {
    kernels::table().column_dots(out_.gradient, hat_, rows_, columns_, sum_.data(), dot_.data());
    through(out_.gradient, in_.gradient, false);
  }

  void tangent() override {
    kernels::table().column_dots(in_.tangent, hat_, rows_, columns_, sum_.data(), dot_.data());
    through(in_.tangent, out_.tangent, false);
  }

  /// S = scale·inverse·T with T = Σgẋ − n·ḡ·mean(ẋ) − n·p·q, p = mean(g x̂), q = mean(ẋ x̂), of which
  /// ∂S/∂x = −scale·inverse²·(x̂·T/n + q·Πg + p·Πẋ), where Πg = g − ḡ − x̂p; only S over scale remains outside of
  /// training.
  void tangent_backward() override {
    const double n = static_cast<double>(rows_);
    const bool debts = out_.owed != nullptr;
    kernels::table().column_dots(out_.gradient, in_.tangent, rows_, columns_, unused_.data(), factor_.data());
    if (!use_.training) {
      for (std::size_t j = 0; j < factor_.size(); ++j) set(scale_gradient_[j], inverse_[j] * factor_[j], true);
      if (in_.owed && !debts) std::fill_n(in_.owed, rows_ * columns_, 0.f);
    } else {
      kernels::table().column_dots(out_.gradient, hat_, rows_, columns_, sum_.data(), dot_.data());
      kernels::table().column_dots(in_.tangent, hat_, rows_, columns_, tangent_mean_.data(), tangent_dot_.data());
      for (std::size_t j = 0; j < factor_.size(); ++j) {
        const double t = factor_[j] - sum_[j] * tangent_mean_[j] / n - dot_[j] * tangent_dot_[j] / n;
        set(scale_gradient_[j], inverse_[j] * t, true);
        factor_[j] = t / n;
        for (auto* v : {&sum_, &dot_, &tangent_mean_, &tangent_dot_}) (*v)[j] /= n;
      }
      if (in_.owed) owe();
    }
    if (!debts) return;
    kernels::table().column_dots(out_.owed, hat_, rows_, columns_, sum_.data(), dot_.data());
    for (std::size_t j = 0; j < dot_.size(); ++j) {
      set(shift_gradient_[j], sum_[j], true);
      set(scale_gradient_[j], dot_[j], true);
    }
    through(out_.owed, in_.owed, use_.training);
  }

 private:
  static void set(float& to, double value, bool add) {
    to = static_cast<float>(value + (add ? static_cast<double>(to) : 0));
  }

  void move_statistics() {
    const double n = static_cast<double>(rows_), unbiased = rows_ > 1 ? n / (n - 1) : 1;
    for (std::size_t j = 0; j < mean_.size(); ++j) {
      running_mean_[j] += static_cast<float>(momentum_ * (mean_[j] - static_cast<double>(running_mean_[j])));
      running_variance_[j] +=
          static_cast<float>(momentum_ * (unbiased * variance_[j] - static_cast<double>(running_variance_[j])));
    }
  }

  /// to (+)= scale·inverse·Π from, with sum_ = Σ from and dot_ = Σ from·x̂; Π is 1 outside of training.
  void through(const float* from, float* to, bool accumulate) {
    if (!to) return;
    const double n = static_cast<double>(rows_);
    for (std::size_t j = 0; j < factor_.size(); ++j) {
      factor_[j] = static_cast<double>(scale_[j]) * inverse_[j];
      sum_[j] = use_.training ? sum_[j] / n : 0;
      dot_[j] = use_.training ? dot_[j] / n : 0;
    }
    kernels::table().project(from, hat_, rows_, columns_, factor_.data(), sum_.data(), dot_.data(), to, accumulate);
  }

  /// in.owed = −scale·inverse²·(x̂·factor + q·Πg + p·Πẋ); the means are in sum_, dot_, tangent_mean_, tangent_dot_.
  void owe() {
    for (std::int64_t i = 0; i < rows_; ++i) {
      for (std::int64_t c = 0; c < columns_; ++c) {
        const auto j = static_cast<std::size_t>(c);
        const std::int64_t at = i * columns_ + c;
        const double hat = static_cast<double>(hat_[at]), p = dot_[j], q = tangent_dot_[j];
        const double g = static_cast<double>(out_.gradient[at]) - sum_[j] - hat * p;
        const double t = static_cast<double>(in_.tangent[at]) - tangent_mean_[j] - hat * q;
        in_.owed[at] = static_cast<float>(-static_cast<double>(scale_[j]) * inverse_[j] * inverse_[j] *
                                          (hat * factor_[j] + q * g + p * t));
      }
    }
  }

  Port in_, out_;
  Use use_;
  std::int64_t columns_, rows_;
  double momentum_, epsilon_;
  std::span<float> scale_, shift_, scale_gradient_, shift_gradient_, running_mean_, running_variance_;
  float* hat_;
  std::vector<double> mean_, variance_, inverse_, sum_, dot_, tangent_mean_, tangent_dot_, factor_, unused_;
};

class BatchNorm final : public Layer {
 public:
  BatchNorm(double momentum, double epsilon) : momentum_(momentum), epsilon_(epsilon) {
    require(momentum > 0 && momentum <= 1, "batch_norm.momentum", momentum, "above 0 and at most 1");
    require(epsilon > 0, "batch_norm.epsilon", epsilon, "positive");
  }

  std::string name() const override { return "batch_norm"; }
  Shape output(const Shape& in) const override { return in; }
  void declare(Parameters& parameters, const Shape& in) const override {
    const std::int64_t features = in.dims.back();
    parameters.add("scale", {features}, {.law = Init::Law::constant, .scale = 1});
    parameters.add("shift", {features}, {});
    parameters.add_statistic("mean", {features}, 0);
    parameters.add_statistic("variance", {features}, 1);
  }
  bool mixes_samples() const override { return true; }
  bool curved() const override { return true; }
  std::unique_ptr<Step> plan(Planner& planner, const Use& use, const Port& in, const Port& out) const override {
    return std::make_unique<BatchNormStep>(planner, use, in, out, momentum_, epsilon_);
  }

 private:
  double momentum_, epsilon_;
};

}  // namespace

LayerPtr batch_norm(double momentum, double epsilon) { return std::make_shared<BatchNorm>(momentum, epsilon); }

}  // namespace ganzoo::nn
