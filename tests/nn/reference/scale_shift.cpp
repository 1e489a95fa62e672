#include "remembering.hpp"

namespace ganzoo::nn::reference {
namespace {

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

}  // namespace

LayerPtr scale_shift(std::size_t columns) { return std::make_unique<ScaleShift>(columns); }

}  // namespace ganzoo::nn::reference
