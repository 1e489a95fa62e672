#include <algorithm>
#include <cmath>
#include <ganzoo/nn/detail/check.hpp>
#include <ganzoo/nn/detail/kernel_table.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/nn/operation.hpp>
#include <ganzoo/nn/planner.hpp>
#include <initializer_list>

namespace ganzoo::nn {
namespace {

using Doubles = std::vector<double>;
using Floats = std::vector<float>;

/// a = scale ⊙ x̂ + shift, y = φ(a), φ piecewise linear; x̂ = (x − mean)·inverse with inverse = 1/√(variance + ε) per
/// feature, over n = batch × pixels rows. Statistics are double. With statistics of the batch, ∂x̂/∂x =
/// inverse·(1 − 1/n − x̂x̂ᵀ/n) =: inverse·Π. x̂ is never stored: everything is a sum over x − mean, over all rows of the
/// team where others compute a part of the batch.
class BatchNormStep final : public Step {
 public:
  BatchNormStep(Planner& planner, const Use& use, const Port& in, const Port& out, double momentum, double epsilon,
                Activation activation)
      : in_(in),
        out_(out),
        use_(use),
        activation_(activation),
        team_(use.training ? planner.team() : planner.engine().team()),
        columns_(in.shape.dims.back()),
        rows_(use.batch * in.shape.size() / columns_),
        momentum_(momentum),
        epsilon_(epsilon),
        scale_(planner.value("scale")),
        shift_(planner.value("shift")),
        scale_gradient_(planner.gradient("scale")),
        shift_gradient_(planner.gradient("shift")),
        running_mean_(planner.statistic("mean")),
        running_variance_(planner.statistic("variance")) {
    for (auto* v : {&mean_, &variance_, &inverse_, &sum_, &dot_, &tangent_mean_, &tangent_dot_, &factor_, &scratch_}) {
      v->resize(scale_.size());
    }
    for (auto* v : {&centre_, &a_, &b_, &c_}) v->resize(scale_.size());
  }

  void forward() override {
    if (use_.training) {
      kernels::table().moments(in_.value, rows_, columns_, mean_.data(), variance_.data());
      if (team_.size() > 1) combine_moments();
      if (use_.update_statistics && team_.rank() == 0) move_statistics();
    } else {
      std::copy(running_mean_.begin(), running_mean_.end(), mean_.begin());
      std::copy(running_variance_.begin(), running_variance_.end(), variance_.begin());
    }
    for (std::size_t j = 0; j < inverse_.size(); ++j) {
      inverse_[j] = 1 / std::sqrt(variance_[j] + epsilon_);
      centre_[j] = static_cast<float>(mean_[j]);
      a_[j] = static_cast<float>(static_cast<double>(scale_[j]) * inverse_[j]);
    }
    kernels::table().normalise_activate(activation_, in_.value, centre_.data(), a_.data(), shift_.data(), out_.value,
                                        rows_, columns_);
  }

  void backward() override {
    before_activation();
    if (use_.weight_gradient) add_gradients(use_.accumulate);
    through(out_.gradient, in_.gradient, false);
  }

  void backward_input() override {
    before_activation();
    through(out_.gradient, in_.gradient, false);
  }

  void tangent() override {
    dots(in_.tangent, sum_, dot_);
    through(in_.tangent, out_.tangent, false);
    times_slope(out_.tangent, out_.tangent);
  }

  /// S = scale·inverse·T with T = Σδẋ − n·δ̄·mean(ẋ) − n·p·q, p = mean(δ x̂), q = mean(ẋ x̂), of which
  /// ∂S/∂x = −scale·inverse²·(x̂·T/n + q·Πδ + p·Πẋ), where Πδ = δ − δ̄ − x̂p; only S over scale remains outside of
  /// training. φ bends nowhere, so that what the output is owed passes through it.
  void tangent_backward() override {
    kernels::table().column_dots(out_.gradient, in_.tangent, rows_, columns_, scratch_.data(), factor_.data());
    if (!use_.training) {
      for (std::size_t j = 0; j < factor_.size(); ++j) set(scale_gradient_[j], inverse_[j] * factor_[j], true);
      if (in_.owed && !out_.owed) std::fill_n(in_.owed, rows_ * columns_, 0.f);
    } else {
      dots(out_.gradient, sum_, dot_);
      dots(in_.tangent, tangent_mean_, tangent_dot_);
      add_up({&factor_, &sum_, &dot_, &tangent_mean_, &tangent_dot_});
      const double n = static_cast<double>(all_rows());
      for (std::size_t j = 0; j < factor_.size(); ++j) {
        const double t = factor_[j] - sum_[j] * tangent_mean_[j] / n - dot_[j] * tangent_dot_[j] / n;
        if (team_.rank() == 0) set(scale_gradient_[j], inverse_[j] * t, true);
        factor_[j] = t / n;
        for (auto* v : {&sum_, &dot_, &tangent_mean_, &tangent_dot_}) (*v)[j] /= n;
      }
      if (in_.owed) owe();
    }
    if (!out_.owed) return;
    times_slope(out_.owed, out_.owed);
    dots(out_.owed, sum_, dot_);
    add_gradients(true);
    through(out_.owed, in_.owed, use_.training);
  }

 private:
  static void set(float& to, double value, bool add) {
    to = static_cast<float>(value + (add ? static_cast<double>(to) : 0));
  }

  /// Every member's sums become those over the whole batch.
  void add_up(std::initializer_list<Doubles*> sums) {
    if (team_.size() == 1) return;
    for (Doubles* one : sums) team_.all_reduce(std::span<double>(*one));
  }

  std::int64_t all_rows() {
    if (all_rows_ == 0) {
      double rows = static_cast<double>(rows_);
      team_.all_reduce(std::span<double>(&rows, 1));
      all_rows_ = static_cast<std::int64_t>(rows);
    }
    return all_rows_;
  }

  /// Mean and variance of each member's rows → of all: the variances within, and that of the means between.
  void combine_moments() {
    const double share = static_cast<double>(rows_) / static_cast<double>(all_rows());
    scratch_ = mean_;
    for (double& mean : mean_) mean *= share;
    add_up({&mean_});
    for (std::size_t j = 0; j < mean_.size(); ++j) {
      const double apart = scratch_[j] - mean_[j];
      variance_[j] = share * (variance_[j] + apart * apart);
    }
    add_up({&variance_});
  }

  void move_statistics() {
    const double n = static_cast<double>(all_rows()), unbiased = n > 1 ? n / (n - 1) : 1;
    for (std::size_t j = 0; j < mean_.size(); ++j) {
      running_mean_[j] += static_cast<float>(momentum_ * (mean_[j] - static_cast<double>(running_mean_[j])));
      running_variance_[j] +=
          static_cast<float>(momentum_ * (unbiased * variance_[j] - static_cast<double>(running_variance_[j])));
    }
  }

  void times_slope(const float* from, float* to) {
    if (activation_.is_identity()) return;
    kernels::table().activate_backward(activation_, out_.value, from, to, rows_, columns_, nullptr, false);
  }

  /// sums = Σ g, dots = Σ g·x̂
  void dots(const float* g, Doubles& sums, Doubles& dots) {
    kernels::table().centred_dots(g, in_.value, mean_.data(), rows_, columns_, sums.data(), dots.data());
    for (std::size_t j = 0; j < dots.size(); ++j) dots[j] *= inverse_[j];
  }

  /// Output gradient → δ, in place, and its sums in the same pass.
  void before_activation() {
    if (activation_.is_identity()) return dots(out_.gradient, sum_, dot_);
    kernels::table().activate_dots(activation_, out_.value, out_.gradient, out_.gradient, in_.value, mean_.data(),
                                   rows_, columns_, sum_.data(), dot_.data());
    for (std::size_t j = 0; j < dot_.size(); ++j) dot_[j] *= inverse_[j];
  }

  void add_gradients(bool accumulate) {
    for (std::size_t j = 0; j < dot_.size(); ++j) {
      set(shift_gradient_[j], sum_[j], accumulate);
      set(scale_gradient_[j], dot_[j], accumulate);
    }
  }

  /// to (+)= scale·inverse·Π from, with sum_ = Σ from and dot_ = Σ from·x̂ over this member's rows; Π is 1 outside of
  /// training.
  void through(const float* from, float* to, bool accumulate) {
    if (!to) return;
    if (use_.training) add_up({&sum_, &dot_});
    const double n = use_.training ? static_cast<double>(all_rows()) : 1;
    for (std::size_t j = 0; j < a_.size(); ++j) {
      const double factor = static_cast<double>(scale_[j]) * inverse_[j];
      a_[j] = static_cast<float>(factor);
      b_[j] = static_cast<float>(use_.training ? -factor * inverse_[j] * dot_[j] / n : 0);
      c_[j] = static_cast<float>(use_.training ? -factor * sum_[j] / n : 0);
    }
    kernels::table().combine(from, in_.value, centre_.data(), a_.data(), b_.data(), c_.data(), rows_, columns_, to,
                             accumulate);
  }

  /// in.owed = −scale·inverse²·(x̂·factor + q·Πδ + p·Πẋ); the means are in sum_, dot_, tangent_mean_, tangent_dot_.
  void owe() {
    for (std::int64_t i = 0; i < rows_; ++i) {
      for (std::int64_t c = 0; c < columns_; ++c) {
        const auto j = static_cast<std::size_t>(c);
        const std::int64_t at = i * columns_ + c;
        const double hat = (static_cast<double>(in_.value[at]) - mean_[j]) * inverse_[j], p = dot_[j],
                     q = tangent_dot_[j];
        const double g = static_cast<double>(out_.gradient[at]) - sum_[j] - hat * p;
        const double t = static_cast<double>(in_.tangent[at]) - tangent_mean_[j] - hat * q;
        in_.owed[at] = static_cast<float>(-static_cast<double>(scale_[j]) * inverse_[j] * inverse_[j] *
                                          (hat * factor_[j] + q * g + p * t));
      }
    }
  }

  Port in_, out_;
  Use use_;
  Activation activation_;
  Team& team_;
  std::int64_t columns_, rows_, all_rows_ = 0;
  double momentum_, epsilon_;
  std::span<float> scale_, shift_, scale_gradient_, shift_gradient_, running_mean_, running_variance_;
  Doubles mean_, variance_, inverse_, sum_, dot_, tangent_mean_, tangent_dot_, factor_, scratch_;
  Floats centre_, a_, b_, c_;
};

class BatchNorm final : public Layer, public Described {
 public:
  BatchNorm(double momentum, double epsilon, Activation activation)
      : momentum_(momentum), epsilon_(epsilon), activation_(activation) {
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
  /// A bent activation's second derivative needs more than this layer keeps.
  LayerPtr fused(const Activation& activation) const override {
    if (!activation_.is_identity() || activation.curved()) return nullptr;
    return std::make_shared<BatchNorm>(momentum_, epsilon_, activation);
  }
  Operation operation() const override { return {operations::BatchNorm{epsilon_}, activation_}; }
  std::unique_ptr<Step> plan(Planner& planner, const Use& use, const Port& in, const Port& out) const override {
    const std::int64_t rows = use.batch * in.shape.size() / in.shape.dims.back();
    const bool one = use.training && rows * planner.engine().team().size() == 1;
    require(!one, "batch_norm.batch", 1, "at least 2: less its own mean, one sample is nothing",
            "raise train.batch, or leave the normalisation out");
    return std::make_unique<BatchNormStep>(planner, use, in, out, momentum_, epsilon_, activation_);
  }

 private:
  double momentum_, epsilon_;
  Activation activation_;
};

}  // namespace

LayerPtr batch_norm(double momentum, double epsilon) {
  return std::make_shared<BatchNorm>(momentum, epsilon, Activation{});
}

}  // namespace ganzoo::nn
