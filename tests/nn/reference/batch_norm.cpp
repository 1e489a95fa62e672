#include <cmath>
#include "remembering.hpp"

namespace ganzoo::nn::reference {
namespace {

/// The Jacobian of each column is written out in full, n × n, and its derivative by x as n × n × n: slow and plain.
class BatchNorm final : public Remembering {
 public:
  BatchNorm(std::size_t columns, double epsilon, Numbers mean, Numbers variance)
      : columns_(columns), epsilon_(epsilon), mean_(std::move(mean)), variance_(std::move(variance)) {
    declare({columns, columns});
  }
  Numbers forward(const Numbers& x) override {
    x_ = x;
    hat_.assign(x.size(), 0);
    inverse_.assign(columns_, 0);
    Numbers y(x.size());
    for (std::size_t c = 0; c < columns_; ++c) {
      double mean = 0, variance = 0;
      for (std::size_t r = 0; r < rows(); ++r) mean += at(x, r, c) / count();
      for (std::size_t r = 0; r < rows(); ++r) variance += (at(x, r, c) - mean) * (at(x, r, c) - mean) / count();
      if (!mean_.empty()) mean = mean_[c], variance = variance_[c];
      inverse_[c] = 1 / std::sqrt(variance + epsilon_);
      for (std::size_t r = 0; r < rows(); ++r) {
        hat_[r * columns_ + c] = (at(x, r, c) - mean) * inverse_[c];
        y[r * columns_ + c] = parameters[0][c] * at(hat_, r, c) + parameters[1][c];
      }
    }
    return y;
  }
  Numbers backward(const Numbers& g) override { return add_gradients(gradient_ = g); }
  Numbers tangent(const Numbers& t) override { return through(x_tangent_ = t); }
  Numbers tangent_backward(const Numbers& owed) override {
    Numbers x = add_gradients(owed);
    for (std::size_t c = 0; c < columns_; ++c) {
      for (std::size_t j = 0; j < rows(); ++j) {
        for (std::size_t i = 0; i < rows(); ++i) {
          const double weight = at(gradient_, j, c) * at(x_tangent_, i, c);
          gradients[0][c] += weight * jacobian(j, i, c);
          for (std::size_t k = 0; k < rows(); ++k) {
            x[k * columns_ + c] += parameters[0][c] * weight * curvature(j, i, k, c);
          }
        }
      }
    }
    return x;
  }

 private:
  std::size_t rows() const { return x_.size() / columns_; }
  double count() const { return static_cast<double>(rows()); }
  double at(const Numbers& x, std::size_t r, std::size_t c) const { return x[r * columns_ + c]; }
  bool of_batch() const { return mean_.empty(); }

  /// ∂x̂_j/∂x_i = inverse·(δ_ji − 1/n − x̂_j x̂_i/n)
  double jacobian(std::size_t j, std::size_t i, std::size_t c) const {
    const double batch = of_batch() ? (1 + at(hat_, j, c) * at(hat_, i, c)) / count() : 0;
    return inverse_[c] * ((j == i ? 1.0 : 0.0) - batch);
  }
  /// ∂²x̂_j/∂x_i∂x_k, by ∂inverse/∂x_k = −inverse²·x̂_k/n and the Jacobian itself.
  double curvature(std::size_t j, std::size_t i, std::size_t k, std::size_t c) const {
    if (!of_batch()) return 0;
    return -inverse_[c] * at(hat_, k, c) / count() * jacobian(j, i, c) -
           inverse_[c] * (jacobian(j, k, c) * at(hat_, i, c) + at(hat_, j, c) * jacobian(i, k, c)) / count();
  }
  Numbers through(const Numbers& from) const {
    Numbers to(from.size());
    for (std::size_t c = 0; c < columns_; ++c) {
      for (std::size_t j = 0; j < rows(); ++j) {
        for (std::size_t i = 0; i < rows(); ++i) {
          to[i * columns_ + c] += parameters[0][c] * jacobian(j, i, c) * at(from, j, c);
        }
      }
    }
    return to;
  }
  Numbers add_gradients(const Numbers& g) {
    for (std::size_t i = 0; i < g.size(); ++i) gradients[0][i % columns_] += g[i] * hat_[i];
    add_rows(g, gradients[1]);
    return through(g);
  }

  std::size_t columns_;
  double epsilon_;
  Numbers mean_, variance_, hat_, inverse_;
};

}  // namespace

LayerPtr batch_norm(std::size_t columns, double epsilon, Numbers mean, Numbers variance) {
  return std::make_unique<BatchNorm>(columns, epsilon, std::move(mean), std::move(variance));
}

}  // namespace ganzoo::nn::reference
