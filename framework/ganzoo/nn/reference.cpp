#include <cmath>
#include <ganzoo/nn/reference.hpp>

namespace ganzoo::nn::reference {

using Kind = Activation::Kind;

double value(Activation f, double a) {
  switch (f.kind) {
    case Kind::identity:
      return a;
    case Kind::relu:
      return a > 0 ? a : 0;
    case Kind::leaky_relu:
      return a > 0 ? a : static_cast<double>(f.parameter) * a;
    case Kind::tanh:
      return std::tanh(a);
    case Kind::sigmoid:
      return 1 / (1 + std::exp(-a));
    case Kind::softplus:
      return a > 0 ? a + std::log1p(std::exp(-a)) : std::log1p(std::exp(a));
    case Kind::elu:
      return a > 0 ? a : static_cast<double>(f.parameter) * std::expm1(a);
  }
  return a;
}

double slope(Activation f, double a) {
  const double s = 1 / (1 + std::exp(-a)), t = std::tanh(a);
  switch (f.kind) {
    case Kind::identity:
      return 1;
    case Kind::relu:
      return a > 0 ? 1 : 0;
    case Kind::leaky_relu:
      return a > 0 ? 1 : static_cast<double>(f.parameter);
    case Kind::tanh:
      return 1 - t * t;
    case Kind::sigmoid:
      return s * (1 - s);
    case Kind::softplus:
      return s;
    case Kind::elu:
      return a > 0 ? 1 : static_cast<double>(f.parameter) * std::exp(a);
  }
  return 1;
}

double bend(Activation f, double a) {
  const double s = 1 / (1 + std::exp(-a)), t = std::tanh(a);
  switch (f.kind) {
    case Kind::identity:
    case Kind::relu:
    case Kind::leaky_relu:
      return 0;
    case Kind::tanh:
      return -2 * t * (1 - t * t);
    case Kind::sigmoid:
      return s * (1 - s) * (1 - 2 * s);
    case Kind::softplus:
      return s * (1 - s);
    case Kind::elu:
      return a > 0 ? 0 : static_cast<double>(f.parameter) * std::exp(a);
  }
  return 0;
}

namespace {

/// out[r, o] (+)= Σ_i x[r, i] W[o, i]
void times_transposed(const Numbers& x, const Numbers& w, std::size_t in, std::size_t out, Numbers& y) {
  for (std::size_t r = 0; r < x.size() / in; ++r) {
    for (std::size_t o = 0; o < out; ++o) {
      for (std::size_t i = 0; i < in; ++i) y[r * out + o] += x[r * in + i] * w[o * in + i];
    }
  }
}

/// x[r, i] += Σ_o y[r, o] W[o, i]
Numbers times(const Numbers& y, const Numbers& w, std::size_t in, std::size_t out) {
  Numbers x(y.size() / out * in);
  for (std::size_t r = 0; r < y.size() / out; ++r) {
    for (std::size_t o = 0; o < out; ++o) {
      for (std::size_t i = 0; i < in; ++i) x[r * in + i] += y[r * out + o] * w[o * in + i];
    }
  }
  return x;
}

/// W[o, i] += Σ_r y[r, o] x[r, i]
void add_outer(const Numbers& y, const Numbers& x, std::size_t in, std::size_t out, Numbers& w) {
  for (std::size_t r = 0; r < x.size() / in; ++r) {
    for (std::size_t o = 0; o < out; ++o) {
      for (std::size_t i = 0; i < in; ++i) w[o * in + i] += y[r * out + o] * x[r * in + i];
    }
  }
}

void add_rows(const Numbers& y, Numbers& sums) {
  for (std::size_t i = 0; i < y.size(); ++i) sums[i % sums.size()] += y[i];
}

/// What remembers its passes' inputs.
class Remembering : public Layer {
 protected:
  void declare(std::vector<std::size_t> sizes) {
    for (const std::size_t n : sizes) parameters.emplace_back(n), gradients.emplace_back(n);
  }
  Numbers x_, gradient_, x_tangent_;
};

class Dense final : public Remembering {
 public:
  Dense(std::size_t in, std::size_t out, bool bias) : in_(in), out_(out), bias_(bias) {
    declare(bias ? std::vector{in * out, out} : std::vector{in * out});
  }
  Numbers forward(const Numbers& x) override {
    x_ = x;
    Numbers y(x.size() / in_ * out_);
    for (std::size_t i = 0; bias_ && i < y.size(); ++i) y[i] = parameters[1][i % out_];
    times_transposed(x, parameters[0], in_, out_, y);
    return y;
  }
  Numbers backward(const Numbers& g) override {
    gradient_ = g;
    return add_gradients(g);
  }
  Numbers tangent(const Numbers& t) override {
    x_tangent_ = t;
    Numbers y(t.size() / in_ * out_);
    times_transposed(t, parameters[0], in_, out_, y);
    return y;
  }
  Numbers tangent_backward(const Numbers& owed) override {
    add_outer(gradient_, x_tangent_, in_, out_, gradients[0]);
    return add_gradients(owed);
  }

 private:
  Numbers add_gradients(const Numbers& g) {
    add_outer(g, x_, in_, out_, gradients[0]);
    if (bias_) add_rows(g, gradients[1]);
    return times(g, parameters[0], in_, out_);
  }

  std::size_t in_, out_;
  bool bias_;
};

class Maxout final : public Layer {
 public:
  Maxout(std::size_t in, std::size_t out, std::size_t pieces)
      : linear_(in, out * pieces, true), out_(out), pieces_(pieces) {
    parameters = linear_.parameters;
    gradients = linear_.gradients;
  }
  Numbers forward(const Numbers& x) override {
    linear_.parameters = parameters;
    const Numbers z = linear_.forward(x);
    Numbers y(z.size() / pieces_);
    winner_.assign(y.size(), 0);
    for (std::size_t i = 0; i < y.size(); ++i) {
      for (std::size_t k = 1; k < pieces_; ++k) {
        if (z[at(i, k)] > z[at(i, winner_[i])]) winner_[i] = k;
      }
      y[i] = z[at(i, winner_[i])];
    }
    return y;
  }
  Numbers backward(const Numbers& g) override {
    return adding([&] { return linear_.backward(scatter(g)); });
  }
  Numbers tangent(const Numbers& t) override {
    const Numbers z = linear_.tangent(t);
    Numbers y(z.size() / pieces_);
    for (std::size_t i = 0; i < y.size(); ++i) y[i] = z[at(i, winner_[i])];
    return y;
  }
  Numbers tangent_backward(const Numbers& owed) override {
    return adding([&] { return linear_.tangent_backward(scatter(owed)); });
  }

 private:
  std::size_t at(std::size_t i, std::size_t piece) const { return (i / out_ * pieces_ + piece) * out_ + i % out_; }
  Numbers scatter(const Numbers& y) const {
    Numbers z(y.size() * pieces_);
    for (std::size_t i = 0; i < y.size(); ++i) z[at(i, winner_[i])] = y[i];
    return z;
  }
  template <class Pass>
  Numbers adding(const Pass& pass) {
    linear_.gradients = gradients;
    Numbers result = pass();
    gradients = linear_.gradients;
    return result;
  }

  Dense linear_;
  std::size_t out_, pieces_;
  std::vector<std::size_t> winner_;
};

class Elementwise final : public Remembering {
 public:
  explicit Elementwise(Activation f) : f_(f) {}
  Numbers forward(const Numbers& x) override {
    x_ = x;
    Numbers y;
    for (const double a : x) y.push_back(value(f_, a));
    return y;
  }
  Numbers backward(const Numbers& g) override { return times_slope(gradient_ = g); }
  Numbers tangent(const Numbers& t) override { return times_slope(x_tangent_ = t); }
  Numbers tangent_backward(const Numbers& owed) override {
    Numbers x = times_slope(owed);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] += bend(f_, x_[i]) * gradient_[i] * x_tangent_[i];
    return x;
  }

 private:
  Numbers times_slope(const Numbers& from) const {
    Numbers to(from.size());
    for (std::size_t i = 0; i < to.size(); ++i) to[i] = slope(f_, x_[i]) * from[i];
    return to;
  }
  Activation f_;
};

class Mask final : public Layer {
 public:
  explicit Mask(Numbers mask) : mask_(std::move(mask)) {}
  Numbers forward(const Numbers& x) override { return pass(x); }
  Numbers backward(const Numbers& g) override { return pass(g); }
  Numbers tangent(const Numbers& t) override { return pass(t); }
  Numbers tangent_backward(const Numbers& owed) override { return pass(owed); }

 private:
  Numbers pass(const Numbers& from) const {
    Numbers to(from.size());
    for (std::size_t i = 0; i < to.size(); ++i) to[i] = mask_[i] * from[i];
    return to;
  }
  Numbers mask_;
};

class ScaleShift final : public Remembering {
 public:
  explicit ScaleShift(std::size_t columns) : columns_(columns) { declare({columns, columns}); }
  Numbers forward(const Numbers& x) override {
    Numbers y = scaled(x_ = x);
    for (std::size_t i = 0; i < y.size(); ++i) y[i] += parameters[1][i % columns_];
    return y;
  }
  Numbers backward(const Numbers& g) override { return add_gradients(gradient_ = g); }
  Numbers tangent(const Numbers& t) override { return scaled(x_tangent_ = t); }
  Numbers tangent_backward(const Numbers& owed) override {
    for (std::size_t i = 0; i < x_.size(); ++i) gradients[0][i % columns_] += gradient_[i] * x_tangent_[i];
    return add_gradients(owed);
  }

 private:
  Numbers add_gradients(const Numbers& g) {
    for (std::size_t i = 0; i < g.size(); ++i) gradients[0][i % columns_] += g[i] * x_[i];
    add_rows(g, gradients[1]);
    return scaled(g);
  }
  Numbers scaled(const Numbers& x) const {
    Numbers y(x.size());
    for (std::size_t i = 0; i < y.size(); ++i) y[i] = parameters[0][i % columns_] * x[i];
    return y;
  }
  std::size_t columns_;
};

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

/// Its parameters are those of its members, one after the other.
class Sequential final : public Layer {
 public:
  explicit Sequential(std::vector<LayerPtr> layers) : layers_(std::move(layers)) {
    for (const LayerPtr& layer : layers_) {
      parameters.insert(parameters.end(), layer->parameters.begin(), layer->parameters.end());
      gradients.insert(gradients.end(), layer->gradients.begin(), layer->gradients.end());
    }
  }
  Numbers forward(const Numbers& x) override {
    std::size_t next = 0;
    for (const LayerPtr& layer : layers_) {
      for (Numbers& p : layer->parameters) p = parameters[next++];
    }
    Numbers y = x;
    for (const LayerPtr& layer : layers_) y = layer->forward(y);
    return y;
  }
  Numbers tangent(const Numbers& t) override {
    Numbers y = t;
    for (const LayerPtr& layer : layers_) y = layer->tangent(y);
    return y;
  }
  Numbers backward(const Numbers& g) override {
    return reverse(g, [](Layer& layer, const Numbers& x) { return layer.backward(x); });
  }
  Numbers tangent_backward(const Numbers& owed) override {
    return reverse(owed, [](Layer& layer, const Numbers& x) { return layer.tangent_backward(x); });
  }

 private:
  template <class Pass>
  Numbers reverse(const Numbers& from, const Pass& pass) {
    std::size_t next = 0;
    for (const LayerPtr& layer : layers_) {
      for (Numbers& g : layer->gradients) g = gradients[next++];
    }
    Numbers x = from;
    for (auto layer = layers_.rbegin(); layer != layers_.rend(); ++layer) x = pass(**layer, x);
    next = 0;
    for (const LayerPtr& layer : layers_) {
      for (const Numbers& g : layer->gradients) gradients[next++] = g;
    }
    return x;
  }
  std::vector<LayerPtr> layers_;
};

}  // namespace

LayerPtr dense(std::size_t in, std::size_t out, bool bias) { return std::make_unique<Dense>(in, out, bias); }
LayerPtr maxout(std::size_t in, std::size_t out, std::size_t pieces) {
  return std::make_unique<Maxout>(in, out, pieces);
}
LayerPtr activation(Activation f) { return std::make_unique<Elementwise>(f); }
LayerPtr mask(Numbers mask) { return std::make_unique<Mask>(std::move(mask)); }
LayerPtr scale_shift(std::size_t columns) { return std::make_unique<ScaleShift>(columns); }
LayerPtr batch_norm(std::size_t columns, double epsilon, Numbers mean, Numbers variance) {
  return std::make_unique<BatchNorm>(columns, epsilon, std::move(mean), std::move(variance));
}
LayerPtr sequential(std::vector<LayerPtr> layers) { return std::make_unique<Sequential>(std::move(layers)); }

}  // namespace ganzoo::nn::reference
