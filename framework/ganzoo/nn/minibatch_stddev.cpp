#include <algorithm>
#include <cmath>
#include <ganzoo/nn/detail/check.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/nn/planner.hpp>

namespace ganzoo::nn {
namespace {

constexpr double epsilon = 1e-8;  // Karras et al.'s

/// y = (x, s) at every pixel, s = mean_j σ_j over the m numbers of a sample, σ_j = √(mean_i d_ij² + ε) over the n
/// samples of its group, d_ij = x_ij − mean_i x_ij. So ∂s/∂x_ij = w·d_ij/σ_j with w = 1/(nm).
class MinibatchStddevStep final : public Step {
 public:
  /// Groups of n, which divides the batch.
  MinibatchStddevStep(Planner& planner, const Use& use, const Port& in, const Port& out, int n)
      : in_(in),
        out_(out),
        n_(n),
        m_(in.shape.size()),
        channels_(in.shape.dims.back()),
        pixels_(m_ / channels_),
        groups_(use.batch / n_),
        w_(1 / static_cast<double>(n_ * m_)) {
    direction_ = planner.floats(use.batch * m_);
    inverse_ = planner.floats(groups_ * m_);
  }

  void forward() override {
    for (std::int64_t g = 0; g < groups_; ++g) attach(in_.value, out_.value, g, deviate(g));
  }
  void backward() override {
    if (!in_.gradient) return;
    for (std::int64_t g = 0; g < groups_; ++g) {
      const double weight = detach(out_.gradient, in_.gradient, g);
      add(in_.gradient, g, weight);
    }
  }
  void tangent() override {
    for (std::int64_t g = 0; g < groups_; ++g) {
      double dot = 0;
      for (std::int64_t i = g * n_ * m_; i < (g + 1) * n_ * m_; ++i) dot += wide(direction_[i]) * wide(in_.tangent[i]);
      attach(in_.tangent, out_.tangent, g, w_ * dot);
    }
  }
  /// S = Σ g ẋ + G·ṡ with ṡ = w·Σ d ẋ/σ and G = Σ gradient of s, so ∂S/∂x_kj = G·w·((ẋ_kj − mean ẋ_j) − r_j·mean(ẋ
  /// r)_j)/σ_j, r = d/σ.
  void tangent_backward() override {
    if (!in_.owed) return;
    if (!out_.owed) std::fill_n(in_.owed, groups_ * n_ * m_, 0.f);
    for (std::int64_t g = 0; g < groups_; ++g) {
      if (out_.owed) {
        const double owed = detach(out_.owed, in_.owed, g);
        add(in_.owed, g, owed);
      }
      const double weight = w_ * sum(out_.gradient, g);
      for (std::int64_t j = 0; j < m_; ++j) bend(g, j, weight);
    }
  }

 private:
  static double wide(float x) { return static_cast<double>(x); }
  std::int64_t at(std::int64_t g, std::int64_t i, std::int64_t j) const { return (g * n_ + i) * m_ + j; }

  /// Leaves d/σ and 1/σ of the group; returns s.
  double deviate(std::int64_t g) {
    double s = 0;
    const double n = static_cast<double>(n_);
    for (std::int64_t j = 0; j < m_; ++j) {
      double mean = 0, variance = 0;
      for (std::int64_t i = 0; i < n_; ++i) mean += wide(in_.value[at(g, i, j)]) / n;
      for (std::int64_t i = 0; i < n_; ++i) {
        const double d = wide(in_.value[at(g, i, j)]) - mean;
        variance += d * d / n;
      }
      const double sigma = std::sqrt(variance + epsilon);
      s += sigma;
      inverse_[g * m_ + j] = static_cast<float>(1 / sigma);
      for (std::int64_t i = 0; i < n_; ++i) {
        direction_[at(g, i, j)] = static_cast<float>((wide(in_.value[at(g, i, j)]) - mean) / sigma);
      }
    }
    return s / static_cast<double>(m_);
  }

  /// to = (from, s) at every pixel of the group.
  void attach(const float* from, float* to, std::int64_t g, double s) const {
    for (std::int64_t p = g * n_ * pixels_; p < (g + 1) * n_ * pixels_; ++p) {
      std::copy_n(from + p * channels_, channels_, to + p * (channels_ + 1));
      to[p * (channels_ + 1) + channels_] = static_cast<float>(s);
    }
  }
  /// The part of x, and the sum of those of s.
  double detach(const float* from, float* to, std::int64_t g) const {
    for (std::int64_t p = g * n_ * pixels_; p < (g + 1) * n_ * pixels_; ++p) {
      std::copy_n(from + p * (channels_ + 1), channels_, to + p * channels_);
    }
    return sum(from, g);
  }
  double sum(const float* from, std::int64_t g) const {
    double total = 0;
    for (std::int64_t p = g * n_ * pixels_; p < (g + 1) * n_ * pixels_; ++p) {
      total += wide(from[p * (channels_ + 1) + channels_]);
    }
    return total;
  }
  void add(float* to, std::int64_t g, double weight) const {
    for (std::int64_t i = g * n_ * m_; i < (g + 1) * n_ * m_; ++i) {
      to[i] += static_cast<float>(weight * w_ * wide(direction_[i]));
    }
  }
  void bend(std::int64_t g, std::int64_t j, double weight) {
    const double n = static_cast<double>(n_);
    double mean = 0, along = 0;
    for (std::int64_t i = 0; i < n_; ++i) {
      mean += wide(in_.tangent[at(g, i, j)]) / n;
      along += wide(in_.tangent[at(g, i, j)]) * wide(direction_[at(g, i, j)]) / n;
    }
    for (std::int64_t i = 0; i < n_; ++i) {
      const std::int64_t k = at(g, i, j);
      in_.owed[k] += static_cast<float>(weight * (wide(in_.tangent[k]) - mean - wide(direction_[k]) * along) *
                                        wide(inverse_[g * m_ + j]));
    }
  }

  Port in_, out_;
  std::int64_t n_, m_, channels_, pixels_, groups_;
  double w_;
  float *direction_ = nullptr, *inverse_ = nullptr;
};

class MinibatchStddev final : public Layer {
 public:
  explicit MinibatchStddev(int group) : group_(group) {
    require(group > 1, "minibatch_stddev.group", group, "at least 2");
  }

  std::string name() const override { return "minibatch_stddev"; }
  Shape output(const Shape& in) const override {
    Shape out = in;
    ++out.dims.back();
    return out;
  }
  bool mixes_samples() const override { return true; }
  int group(int batch) const override {
    const int n = std::min(group_, batch);
    require(batch % n == 0, "minibatch_stddev.group", group_, fmt::format("a divisor of the batch, {}", batch));
    return n;
  }
  bool curved() const override { return true; }
  std::unique_ptr<Step> plan(Planner& planner, const Use& use, const Port& in, const Port& out) const override {
    require(!use.training || use.batch > 1, "minibatch_stddev.batch", use.batch,
            "at least 2: one sample has no deviation", "raise train.batch");
    return std::make_unique<MinibatchStddevStep>(planner, use, in, out, group(use.batch));
  }

 private:
  int group_;
};

}  // namespace

LayerPtr minibatch_stddev(int group) { return std::make_shared<MinibatchStddev>(group); }

}  // namespace ganzoo::nn
