#include "nn/reference.hpp"

namespace ganzoo::nn::reference {
namespace {

/// A matrix that says which number of the output is which of the input.
class Pack final : public Layer {
 public:
  Pack(std::size_t size, std::size_t channels, std::size_t members)
      : size_(size), channels_(channels), members_(members) {}
  Numbers forward(const Numbers& x) override {
    Numbers y;
    for (std::size_t k = 0; k < x.size() * members_; ++k) y.push_back(x[origin(k)]);
    return y;
  }
  Numbers backward(const Numbers& g) override {
    Numbers x(g.size() / members_);
    for (std::size_t k = 0; k < g.size(); ++k) x[origin(k)] += g[k];
    return x;
  }
  Numbers tangent(const Numbers& t) override { return forward(t); }
  Numbers tangent_backward(const Numbers& owed) override { return backward(owed); }

 private:
  std::size_t origin(std::size_t k) const {
    const std::size_t channel = k % channels_, member = k / channels_ % members_, pixel = k / channels_ / members_;
    const std::size_t pixels = size_ / channels_, sample = pixel / pixels, first = sample - sample % members_;
    const std::size_t other = first + (sample - first + member) % members_;
    return other * size_ + pixel % pixels * channels_ + channel;
  }
  std::size_t size_, channels_, members_;
};

}  // namespace

LayerPtr pack(std::size_t size, std::size_t channels, std::size_t members) {
  return std::make_unique<Pack>(size, channels, members);
}

}  // namespace ganzoo::nn::reference
