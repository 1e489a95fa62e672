#include <cmath>
#include "remembering.hpp"

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

}  // namespace

LayerPtr activation(Activation f) { return std::make_unique<Elementwise>(f); }

}  // namespace ganzoo::nn::reference
