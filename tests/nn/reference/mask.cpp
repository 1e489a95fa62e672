#include "nn/reference.hpp"

namespace ganzoo::nn::reference {
namespace {

class Mask final : public Layer {
 public:
  explicit Mask(Numbers mask) : mask_(std::move(mask)) {}
  Numbers forward(const Numbers& x) override { return pass(x); }
  Numbers backward(const Numbers& g) override { return pass(g); }
  Numbers tangent(const Numbers& t) override { return pass(t); }
  Numbers tangent_backward(const Numbers& owed) override { return pass(owed); }

 private:
  Numbers pass(const Numbers& from) const {
    Numbers to(from.size());
    for (std::size_t i = 0; i < to.size(); ++i) to[i] = mask_[i] * from[i];
    return to;
  }
  Numbers mask_;
};

}  // namespace

LayerPtr mask(Numbers mask) { return std::make_unique<Mask>(std::move(mask)); }

}  // namespace ganzoo::nn::reference
