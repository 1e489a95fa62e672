#include <cmath>
#include "nn/reference.hpp"

namespace ganzoo::nn::reference {
namespace {

class SpectralNorm final : public Layer {
 public:
  SpectralNorm(LayerPtr linear, Numbers u) : linear_(std::move(linear)), u_(std::move(u)) {
    parameters = linear_->parameters;
    gradients = linear_->gradients;
  }
  Numbers forward(const Numbers& x) override {
    linear_->parameters = parameters;
    const Numbers& w = parameters[0];
    v_.assign(w.size() / u_.size(), 0);
    for (std::size_t i = 0; i < w.size(); ++i) v_[i % v_.size()] += w[i] * u_[i / v_.size()];
    sigma_ = 0;
    for (const double v : v_) sigma_ += v * v;
    sigma_ = std::sqrt(sigma_);
    for (double& v : v_) v /= sigma_;
    for (double& e : linear_->parameters[0]) e /= sigma_;
    return linear_->forward(x);
  }
  Numbers tangent(const Numbers& t) override { return linear_->tangent(t); }
  Numbers backward(const Numbers& g) override { return pulled(g, &Layer::backward); }
  Numbers tangent_backward(const Numbers& owed) override { return pulled(owed, &Layer::tangent_backward); }

 private:
  Numbers pulled(const Numbers& from, Numbers (Layer::*pass)(const Numbers&)) {
    for (Numbers& g : linear_->gradients) std::fill(g.begin(), g.end(), 0.0);
    const Numbers x = ((*linear_).*pass)(from);
    const Numbers &normal = linear_->parameters[0], &g = linear_->gradients[0];
    double along = 0;
    for (std::size_t i = 0; i < g.size(); ++i) along += g[i] * normal[i];
    for (std::size_t i = 0; i < g.size(); ++i) {
      gradients[0][i] += (g[i] - along * u_[i / v_.size()] * v_[i % v_.size()]) / sigma_;
    }
    for (std::size_t p = 1; p < gradients.size(); ++p) {
      for (std::size_t i = 0; i < gradients[p].size(); ++i) gradients[p][i] += linear_->gradients[p][i];
    }
    return x;
  }
  LayerPtr linear_;
  Numbers u_, v_;
  double sigma_ = 1;
};

}  // namespace

LayerPtr spectral_norm(LayerPtr linear, Numbers u) {
  return std::make_unique<SpectralNorm>(std::move(linear), std::move(u));
}

}  // namespace ganzoo::nn::reference
