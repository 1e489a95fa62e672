#include "nn/reference.hpp"

namespace ganzoo::nn::reference {
namespace {

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

LayerPtr sequential(std::vector<LayerPtr> layers) { return std::make_unique<Sequential>(std::move(layers)); }

}  // namespace ganzoo::nn::reference
