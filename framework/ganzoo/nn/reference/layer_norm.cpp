#include <ganzoo/nn/reference.hpp>

namespace ganzoo::nn::reference {
namespace {

/// Batch norm's reference over the transpose, then scale and shift by channel.
class LayerNorm final : public Layer {
 public:
  LayerNorm(std::size_t size, std::size_t channels, double epsilon)
      : size_(size), epsilon_(epsilon), affine_(scale_shift(channels)) {
    parameters = affine_->parameters;
    gradients = affine_->gradients;
  }
  Numbers forward(const Numbers& x) override {
    const std::size_t samples = x.size() / size_;
    hat_ = batch_norm(samples, epsilon_);
    hat_->parameters = {Numbers(samples, 1.0), Numbers(samples, 0.0)};
    affine_->parameters = parameters;
    return affine_->forward(rows(hat_->forward(columns(x))));
  }
  Numbers tangent(const Numbers& t) override { return affine_->tangent(rows(hat_->tangent(columns(t)))); }
  Numbers backward(const Numbers& g) override {
    affine_->gradients = gradients;
    const Numbers x = rows(hat_->backward(columns(affine_->backward(g))));
    gradients = affine_->gradients;
    return x;
  }
  Numbers tangent_backward(const Numbers& owed) override {
    affine_->gradients = gradients;
    const Numbers x = rows(hat_->tangent_backward(columns(affine_->tangent_backward(owed))));
    gradients = affine_->gradients;
    return x;
  }

 private:
  Numbers columns(const Numbers& x) const { return transposed(x, size_); }
  Numbers rows(const Numbers& x) const { return transposed(x, x.size() / size_); }
  static Numbers transposed(const Numbers& x, std::size_t width) {
    const std::size_t height = x.size() / width;
    Numbers t(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) t[i % width * height + i / width] = x[i];
    return t;
  }
  std::size_t size_;
  double epsilon_;
  LayerPtr hat_, affine_;
};

}  // namespace

LayerPtr layer_norm(std::size_t size, std::size_t channels, double epsilon) {
  return std::make_unique<LayerNorm>(size, channels, epsilon);
}

}  // namespace ganzoo::nn::reference
