#include "nn/reference.hpp"

namespace ganzoo::nn::reference {
namespace {

/// Batch norm's reference over a matrix with a column for each sample's group, then scale and shift by channel.
class LayerNorm final : public Layer {
 public:
  LayerNorm(std::size_t size, std::size_t channels, double epsilon, std::size_t groups)
      : size_(size), channels_(channels), groups_(groups), epsilon_(epsilon), affine_(scale_shift(channels)) {
    parameters = affine_->parameters;
    gradients = affine_->gradients;
  }
  Numbers forward(const Numbers& x) override {
    const std::size_t columns_of_all = x.size() / size_ * groups_;
    hat_ = batch_norm(columns_of_all, epsilon_);
    hat_->parameters = {Numbers(columns_of_all, 1.0), Numbers(columns_of_all, 0.0)};
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
  Numbers columns(const Numbers& x) const {
    Numbers to(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) to[place(i, x.size())] = x[i];
    return to;
  }
  Numbers rows(const Numbers& x) const {
    Numbers to(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) to[i] = x[place(i, x.size())];
    return to;
  }
  /// Where number i of all samples stands in the matrix of columns.
  std::size_t place(std::size_t i, std::size_t all) const {
    const std::size_t width = channels_ / groups_, pixel = i % size_ / channels_, channel = i % channels_;
    const std::size_t column = i / size_ * groups_ + channel / width, row = pixel * width + channel % width;
    return row * (all / size_ * groups_) + column;
  }

  std::size_t size_, channels_, groups_;
  double epsilon_;
  LayerPtr hat_, affine_;
};

}  // namespace

LayerPtr layer_norm(std::size_t size, std::size_t channels, double epsilon, std::size_t groups) {
  return std::make_unique<LayerNorm>(size, channels, epsilon, groups);
}

}  // namespace ganzoo::nn::reference
