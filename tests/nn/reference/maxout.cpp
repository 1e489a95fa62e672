#include "nn/reference.hpp"

namespace ganzoo::nn::reference {
namespace {

class Maxout final : public Layer {
 public:
  Maxout(std::size_t in, std::size_t out, std::size_t pieces)
      : linear_(dense(in, out * pieces)), out_(out), pieces_(pieces) {
    parameters = linear_->parameters;
    gradients = linear_->gradients;
  }
  Numbers forward(const Numbers& x) override {
    linear_->parameters = parameters;
    const Numbers z = linear_->forward(x);
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
    return adding([&] { return linear_->backward(scatter(g)); });
  }
  Numbers tangent(const Numbers& t) override {
    const Numbers z = linear_->tangent(t);
    Numbers y(z.size() / pieces_);
    for (std::size_t i = 0; i < y.size(); ++i) y[i] = z[at(i, winner_[i])];
    return y;
  }
  Numbers tangent_backward(const Numbers& owed) override {
    return adding([&] { return linear_->tangent_backward(scatter(owed)); });
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
    linear_->gradients = gradients;
    Numbers result = pass();
    gradients = linear_->gradients;
    return result;
  }

  LayerPtr linear_;
  std::size_t out_, pieces_;
  std::vector<std::size_t> winner_;
};

}  // namespace

LayerPtr maxout(std::size_t in, std::size_t out, std::size_t pieces) {
  return std::make_unique<Maxout>(in, out, pieces);
}

}  // namespace ganzoo::nn::reference
