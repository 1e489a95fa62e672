#include "nn/reference.hpp"

namespace ganzoo::nn::reference {
namespace {

/// Its parameters are the body's, then the shortcut's.
class Residual final : public Layer {
 public:
  Residual(LayerPtr body, LayerPtr shortcut) {
    ways_.push_back(std::move(body));
    if (shortcut) ways_.push_back(std::move(shortcut));
    for (const LayerPtr& way : ways_) {
      parameters.insert(parameters.end(), way->parameters.begin(), way->parameters.end());
      gradients.insert(gradients.end(), way->gradients.begin(), way->gradients.end());
    }
  }
  Numbers forward(const Numbers& x) override { return sum(x, &Layer::forward); }
  Numbers backward(const Numbers& g) override { return sum(g, &Layer::backward); }
  Numbers tangent(const Numbers& t) override { return sum(t, &Layer::tangent); }
  Numbers tangent_backward(const Numbers& owed) override { return sum(owed, &Layer::tangent_backward); }

 private:
  Numbers sum(const Numbers& from, Numbers (Layer::*pass)(const Numbers&)) {
    std::size_t next = 0;
    Numbers total = ways_.size() == 1 ? from : Numbers{};
    for (const LayerPtr& way : ways_) {
      const std::size_t first = next;
      for (std::size_t p = 0; p < way->parameters.size(); ++p, ++next) {
        way->parameters[p] = parameters[next];
        way->gradients[p] = gradients[next];
      }
      const Numbers part = ((*way).*pass)(from);
      total.resize(part.size());
      for (std::size_t i = 0; i < part.size(); ++i) total[i] += part[i];
      for (std::size_t p = 0; p < way->gradients.size(); ++p) gradients[first + p] = way->gradients[p];
    }
    return total;
  }
  std::vector<LayerPtr> ways_;
};

}  // namespace

LayerPtr residual(LayerPtr body, LayerPtr shortcut) {
  return std::make_unique<Residual>(std::move(body), std::move(shortcut));
}

}  // namespace ganzoo::nn::reference
