#include <algorithm>
#include <cmath>
#include <ganzoo/nn/detail/group_norm_step.hpp>
#include <ganzoo/nn/detail/kernel_table.hpp>
#include <ganzoo/nn/planner.hpp>

namespace ganzoo::nn {
namespace {

/// Samples [pixels, groups, width] as rows [groups][pixels, width], one a group, and back. With one group or one pixel
/// the memory is the same.
class GroupRows {
 public:
  GroupRows(std::int64_t samples, std::int64_t pixels, std::int64_t groups, std::int64_t width)
      : samples_(samples), pixels_(pixels), groups_(groups), width_(width) {}

  bool moves() const { return groups_ > 1 && pixels_ > 1; }
  std::int64_t rows() const { return samples_ * groups_; }
  std::int64_t row() const { return pixels_ * width_; }

  void gather(const float* from, float* rows) const {
    each([=, this](std::int64_t at, std::int64_t row) { std::copy_n(from + at, width_, rows + row); });
  }
  void scatter(const float* rows, float* to, bool accumulate) const {
    each([=, this](std::int64_t at, std::int64_t row) {
      for (std::int64_t j = 0; j < width_; ++j) to[at + j] = accumulate ? to[at + j] + rows[row + j] : rows[row + j];
    });
  }

 private:
  /// Calls move(where a pixel's part of a group lies in the samples, where in the rows).
  template <class Move>
  void each(const Move& move) const {
    for (std::int64_t s = 0; s < samples_; ++s) {
      for (std::int64_t p = 0; p < pixels_; ++p) {
        for (std::int64_t g = 0; g < groups_; ++g) {
          move(((s * pixels_ + p) * groups_ + g) * width_, ((s * groups_ + g) * pixels_ + p) * width_);
        }
      }
    }
  }

  std::int64_t samples_, pixels_, groups_, width_;
};

/// y = scale ⊙ x̂ + shift, x̂ = (x − mean)·inverse with inverse = 1/√(variance + ε) over the n numbers of each row, a
/// sample's group; scale and shift by channel. ∂x̂/∂x = inverse·(1 − 1/n − x̂x̂ᵀ/n) =: inverse·Π.
class GroupNormStep final : public Step {
 public:
  GroupNormStep(Planner& planner, const Use& use, const Port& in, const Port& out, std::int64_t groups, double epsilon)
      : in_(in),
        out_(out),
        use_(use),
        columns_(in.shape.dims.back()),
        pixels_(use.batch * in.shape.size() / columns_),
        grouped_(use.batch, in.shape.size() / columns_, groups, columns_ / groups),
        rows_(grouped_.rows()),
        n_(grouped_.row()),
        epsilon_(epsilon),
        scale_(planner.value("scale")),
        shift_(planner.value("shift")),
        scale_gradient_(planner.gradient("scale")),
        shift_gradient_(planner.gradient("shift")),
        hat_(planner.floats(rows_ * n_)),
        hat_rows_(hat_) {
    const auto rows = static_cast<std::size_t>(rows_), columns = static_cast<std::size_t>(columns_);
    for (auto* v : {&mean_, &variance_, &inverse_, &sum_, &dot_, &tangent_sum_, &tangent_dot_, &product_, &unused_}) {
      v->resize(rows);
    }
    for (auto* v : {&centre_, &a_, &b_, &c_}) v->resize(rows);
    none_.resize(rows);
    for (auto* v : {&column_sum_, &column_dot_}) v->resize(columns);
    zero_.resize(rows);
    if (in.gradient || use.tangent) weighed_ = planner.floats(rows_ * n_);
    if (use.tangent) hat_tangent_ = planner.floats(rows_ * n_);
    if (!grouped_.moves()) return;
    for (float** own : {&hat_rows_, &w_rows_, &x_rows_, &out_rows_}) *own = planner.floats(rows_ * n_);
  }

  void forward() override {
    const float* x = rows_of(in_.value, x_rows_);
    kernels::table().row_moments(x, rows_, n_, mean_.data(), variance_.data());
    for (std::size_t i = 0; i < inverse_.size(); ++i) {
      inverse_[i] = 1 / std::sqrt(variance_[i] + epsilon_);
      centre_[i] = static_cast<float>(mean_[i]);
      a_[i] = static_cast<float>(inverse_[i]);
    }
    kernels::table().row_combine(x, x, centre_.data(), none_.data(), a_.data(), none_.data(), rows_, n_, hat_rows_,
                                 false);
    if (grouped_.moves()) grouped_.scatter(hat_rows_, hat_, false);
    kernels::table().affine(hat_, pixels_, columns_, scale_.data(), shift_.data(), out_.value);
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
    kernels::table().affine(from, pixels_, columns_, scale_.data(), nullptr, to);
  }

  void columns_dots(const float* g, const float* x) {
    kernels::table().column_dots(g, x, pixels_, columns_, column_sum_.data(), column_dot_.data());
  }

  void add_gradients(const float* g, bool accumulate) {
    columns_dots(g, hat_);
    for (std::size_t j = 0; j < column_dot_.size(); ++j) {
      set(shift_gradient_[j], column_sum_[j], accumulate);
      set(scale_gradient_[j], column_dot_[j], accumulate);
    }
  }

  /// What is given by pixels, by rows: in `rows` where that is other memory.
  const float* rows_of(const float* pixels, float* rows) const {
    if (!grouped_.moves()) return pixels;
    grouped_.gather(pixels, rows);
    return rows;
  }

  void dots(const float* w, std::vector<double>& sums, std::vector<double>& dots) {
    kernels::table().row_dots(w, hat_rows_, zero_.data(), rows_, n_, sums.data(), dots.data());
  }

  /// to (+)= a·w + b·x̂ + c; w by rows, `to` by pixels.
  void combine(const float* w, float* to, bool accumulate) {
    const bool moves = grouped_.moves();
    kernels::table().row_combine(w, hat_rows_, none_.data(), a_.data(), b_.data(), c_.data(), rows_, n_,
                                 moves ? out_rows_ : to, accumulate && !moves);
    if (moves) grouped_.scatter(out_rows_, to, accumulate);
  }

  /// to (+)= inverse·Π w
  void through(const float* pixels, float* to, bool accumulate) {
    const float* w = rows_of(pixels, w_rows_);
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
    const float* w = rows_of(weighed_, w_rows_);
    dots(w, sum_, dot_);
    dots(rows_of(in_.tangent, x_rows_), tangent_sum_, tangent_dot_);
    const float* hat_tangent = rows_of(hat_tangent_, x_rows_);
    kernels::table().row_dots(w, hat_tangent, zero_.data(), rows_, n_, unused_.data(), product_.data());
    for (std::size_t i = 0; i < a_.size(); ++i) {
      const double square = inverse_[i] * inverse_[i], p = dot_[i] / n, q = tangent_dot_[i] / n;
      a_[i] = static_cast<float>(-square * q);
      b_[i] = static_cast<float>(-square * (product_[i] / inverse_[i] / n - q * p));
      c_[i] = static_cast<float>(square * q * sum_[i] / n);
    }
    combine(w, in_.owed, false);
    for (std::size_t i = 0; i < a_.size(); ++i) {
      a_[i] = static_cast<float>(-inverse_[i] * dot_[i] / n);
      b_[i] = c_[i] = 0;
    }
    combine(hat_tangent, in_.owed, true);
  }

  Port in_, out_;
  Use use_;
  std::int64_t columns_, pixels_;
  GroupRows grouped_;
  std::int64_t rows_, n_;
  double epsilon_;
  std::span<float> scale_, shift_, scale_gradient_, shift_gradient_;
  float *hat_, *hat_rows_, *weighed_ = nullptr, *hat_tangent_ = nullptr;
  float *w_rows_ = nullptr, *x_rows_ = nullptr, *out_rows_ = nullptr;  ///< where rows are other memory than pixels
  std::vector<double> mean_, variance_, inverse_, sum_, dot_, tangent_sum_, tangent_dot_, product_, unused_,
      column_sum_, column_dot_, zero_;
  std::vector<float> centre_, a_, b_, c_, none_;
};

}  // namespace

std::unique_ptr<Step> plan_group_norm(Planner& planner, const Use& use, const Port& in, const Port& out,
                                      std::int64_t groups, double epsilon) {
  return std::make_unique<GroupNormStep>(planner, use, in, out, groups, epsilon);
}

}  // namespace ganzoo::nn
