#include "nn/reference.hpp"

namespace ganzoo::nn::reference {
namespace {

class Gain final : public Layer {
 public:
  Gain() { parameters = gradients = {Numbers(1, 0.0)}; }

  Numbers forward(const Numbers& x) override { return scaled(x_ = x); }
  Numbers backward(const Numbers& g) override {
    add(g_ = g, x_);
    return scaled(g);
  }
  Numbers tangent(const Numbers& t) override { return scaled(t_ = t); }
  Numbers tangent_backward(const Numbers& owed) override {
    add(g_, t_);
    add(owed, x_);
    return scaled(owed);
  }

 private:
  Numbers scaled(Numbers x) const {
    for (double& v : x) v *= parameters[0][0];
    return x;
  }
  void add(const Numbers& g, const Numbers& x) {
    for (std::size_t i = 0; i < x.size(); ++i) gradients[0][0] += g[i] * x[i];
  }
  Numbers x_, g_, t_;
};

}  // namespace

LayerPtr gain() { return std::make_unique<Gain>(); }

}  // namespace ganzoo::nn::reference
