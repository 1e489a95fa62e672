#include "remembering.hpp"

namespace ganzoo::nn::reference {
namespace {

/// y[r, o] += Σ_i x[r, i] W[o, i]
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

}  // namespace

LayerPtr dense(std::size_t in, std::size_t out, bool bias) { return std::make_unique<Dense>(in, out, bias); }

}  // namespace ganzoo::nn::reference
