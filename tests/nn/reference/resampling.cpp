#include "nn/reference.hpp"

namespace ganzoo::nn::reference {
namespace {

/// A layer without weights that is linear: y[out] += factor·x[in], within a sample.
class Fixed final : public Layer {
 public:
  struct Term {
    std::size_t out, in;
    double factor;
  };
  Fixed(std::vector<Term> terms, std::size_t in, std::size_t out) : terms_(std::move(terms)), in_(in), out_(out) {}
  Numbers forward(const Numbers& x) override { return along(x); }
  Numbers tangent(const Numbers& t) override { return along(t); }
  Numbers backward(const Numbers& g) override { return back(g); }
  Numbers tangent_backward(const Numbers& owed) override { return back(owed); }

 private:
  Numbers along(const Numbers& x) const {
    Numbers y(x.size() / in_ * out_);
    for (std::size_t n = 0; n < x.size() / in_; ++n) {
      for (const Term& t : terms_) y[n * out_ + t.out] += t.factor * x[n * in_ + t.in];
    }
    return y;
  }
  Numbers back(const Numbers& y) const {
    Numbers x(y.size() / out_ * in_);
    for (std::size_t n = 0; n < y.size() / out_; ++n) {
      for (const Term& t : terms_) x[n * in_ + t.in] += t.factor * y[n * out_ + t.out];
    }
    return x;
  }
  std::vector<Term> terms_;
  std::size_t in_, out_;
};

/// Terms between a small image and one `factor` times as high and wide: (pixel of the large, pixel of the small).
std::vector<Fixed::Term> blocks(std::size_t height, std::size_t width, std::size_t channels, std::size_t factor,
                                double weight) {
  std::vector<Fixed::Term> terms;
  for (std::size_t y = 0; y < height * factor; ++y) {
    for (std::size_t x = 0; x < width * factor; ++x) {
      for (std::size_t c = 0; c < channels; ++c) {
        terms.push_back(
            {(y * width * factor + x) * channels + c, (y / factor * width + x / factor) * channels + c, weight});
      }
    }
  }
  return terms;
}

}  // namespace

LayerPtr upsample(std::size_t height, std::size_t width, std::size_t channels, std::size_t factor) {
  const std::size_t small = height * width * channels;
  return std::make_unique<Fixed>(blocks(height, width, channels, factor, 1), small, small * factor * factor);
}

LayerPtr pool(std::size_t height, std::size_t width, std::size_t channels, std::size_t factor, double weight) {
  const std::size_t large = height * width * channels;
  std::vector<Fixed::Term> terms = blocks(height / factor, width / factor, channels, factor, weight);
  for (Fixed::Term& t : terms) std::swap(t.out, t.in);
  return std::make_unique<Fixed>(std::move(terms), large, large / (factor * factor));
}

}  // namespace ganzoo::nn::reference
