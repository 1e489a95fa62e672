#include <cmath>
#include "nn/reference.hpp"

namespace ganzoo::nn::reference {
namespace {

/// The gradient and the Hessian of s are written out in full for each feature of each group.
class MinibatchStddev final : public Layer {
 public:
  MinibatchStddev(std::size_t size, std::size_t channels, std::size_t group)
      : size_(size), channels_(channels), group_(group) {}
  Numbers forward(const Numbers& x) override {
    x_ = x;
    Numbers s(x.size() / size_ / group_);
    for (std::size_t g = 0; g < s.size(); ++g) {
      for (std::size_t j = 0; j < size_; ++j) s[g] += sigma(g, j) / static_cast<double>(size_);
    }
    return attach(x, s);
  }
  Numbers backward(const Numbers& g) override { return back(gradient_ = g); }
  Numbers tangent(const Numbers& t) override {
    x_tangent_ = t;
    Numbers s(t.size() / size_ / group_);
    for (std::size_t i = 0; i < t.size(); ++i) s[i / size_ / group_] += slope(i / size_, i % size_) * t[i];
    return attach(t, s);
  }
  Numbers tangent_backward(const Numbers& owed) override {
    Numbers x = back(owed);
    const Numbers weights = sums(gradient_);
    for (std::size_t g = 0; g < weights.size(); ++g) {
      for (std::size_t j = 0; j < size_; ++j) {
        for (std::size_t i = g * group_; i < (g + 1) * group_; ++i) {
          for (std::size_t k = g * group_; k < (g + 1) * group_; ++k) {
            x[k * size_ + j] += weights[g] * hessian(i, k, j) * x_tangent_[i * size_ + j];
          }
        }
      }
    }
    return x;
  }

 private:
  double n() const { return static_cast<double>(group_); }
  double centred(std::size_t i, std::size_t j) const {
    double mean = 0;
    for (std::size_t k = i / group_ * group_; k < (i / group_ + 1) * group_; ++k) mean += x_[k * size_ + j] / n();
    return x_[i * size_ + j] - mean;
  }
  double sigma(std::size_t g, std::size_t j) const {
    double variance = 0;
    for (std::size_t i = g * group_; i < (g + 1) * group_; ++i) variance += centred(i, j) * centred(i, j) / n();
    return std::sqrt(variance + 1e-8);
  }
  double slope(std::size_t i, std::size_t j) const {
    return centred(i, j) / (n() * static_cast<double>(size_) * sigma(i / group_, j));
  }
  double hessian(std::size_t i, std::size_t k, std::size_t j) const {
    const double s = sigma(i / group_, j), same = i == k ? 1 : 0;
    return (same - 1 / n() - centred(i, j) * centred(k, j) / (n() * s * s)) / (n() * static_cast<double>(size_) * s);
  }
  Numbers attach(const Numbers& x, const Numbers& s) const {
    Numbers y;
    for (std::size_t i = 0; i < x.size(); ++i) {
      y.push_back(x[i]);
      if (i % channels_ + 1 == channels_) y.push_back(s[i / size_ / group_]);
    }
    return y;
  }
  Numbers sums(const Numbers& y) const {
    Numbers s(x_.size() / size_ / group_);
    const std::size_t wide = size_ / channels_ * (channels_ + 1);
    for (std::size_t i = channels_; i < y.size(); i += channels_ + 1) s[i / wide / group_] += y[i];
    return s;
  }
  Numbers back(const Numbers& y) const {
    const Numbers s = sums(y);
    Numbers x;
    for (std::size_t i = 0; i < y.size(); ++i) {
      if (i % (channels_ + 1) != channels_) x.push_back(y[i]);
    }
    for (std::size_t i = 0; i < x.size(); ++i) x[i] += s[i / size_ / group_] * slope(i / size_, i % size_);
    return x;
  }
  std::size_t size_, channels_, group_;
  Numbers x_, gradient_, x_tangent_;
};

}  // namespace

LayerPtr minibatch_stddev(std::size_t size, std::size_t channels, std::size_t group) {
  return std::make_unique<MinibatchStddev>(size, channels, group);
}

}  // namespace ganzoo::nn::reference
