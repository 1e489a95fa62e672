#include "nn/reference.hpp"

namespace ganzoo::nn::reference {
namespace {

/// One term of a layer that is linear in its input and its weights: y[out] += W[weight]·x[in], within a sample.
struct Tap {
  std::size_t out, weight, in;
};

/// Every tap of a convolution from images of height × width. `visit`: of the output pixel (channel aside), of the
/// weight's line and column, of the input pixel.
template <class Visit>
void each_tap(const Window& w, std::size_t out_height, std::size_t out_width, const Visit& visit) {
  for (std::size_t oy = 0; oy < out_height; ++oy) {
    for (std::size_t ox = 0; ox < out_width; ++ox) {
      for (std::size_t ky = 0; ky < w.kernel; ++ky) {
        for (std::size_t kx = 0; kx < w.kernel; ++kx) {
          const std::size_t y = oy * w.stride + ky, x = ox * w.stride + kx;  // in the padded image
          if (y < w.padding || x < w.padding || y >= w.height + w.padding || x >= w.width + w.padding) continue;
          visit(oy * out_width + ox, ky * w.kernel + kx, (y - w.padding) * w.width + x - w.padding);
        }
      }
    }
  }
}

/// y = Σ over taps, plus a bias by channel.
class Taps final : public Layer {
 public:
  Taps(std::vector<Tap> taps, std::size_t in, std::size_t out, std::size_t weights, std::size_t biases)
      : taps_(std::move(taps)), in_(in), out_(out) {
    parameters.emplace_back(weights), gradients.emplace_back(weights);
    if (biases > 0) parameters.emplace_back(biases), gradients.emplace_back(biases);
  }
  Numbers forward(const Numbers& x) override {
    Numbers y = apply(x_ = x);
    if (parameters.size() > 1) {
      for (std::size_t i = 0; i < y.size(); ++i) y[i] += parameters[1][i % parameters[1].size()];
    }
    return y;
  }
  Numbers backward(const Numbers& g) override { return add_gradients(gradient_ = g); }
  Numbers tangent(const Numbers& t) override { return apply(x_tangent_ = t); }
  Numbers tangent_backward(const Numbers& owed) override {
    each(x_.size() / in_,
         [&](std::size_t o, std::size_t k, std::size_t i) { gradients[0][k] += gradient_[o] * x_tangent_[i]; });
    return add_gradients(owed);
  }

 private:
  template <class Visit>
  void each(std::size_t samples, const Visit& visit) const {
    for (std::size_t n = 0; n < samples; ++n) {
      for (const Tap& t : taps_) visit(n * out_ + t.out, t.weight, n * in_ + t.in);
    }
  }
  Numbers apply(const Numbers& x) const {
    Numbers y(x.size() / in_ * out_);
    each(x.size() / in_, [&](std::size_t o, std::size_t k, std::size_t i) { y[o] += parameters[0][k] * x[i]; });
    return y;
  }
  Numbers add_gradients(const Numbers& g) {
    Numbers x(g.size() / out_ * in_);
    each(g.size() / out_, [&](std::size_t o, std::size_t k, std::size_t i) {
      x[i] += parameters[0][k] * g[o];
      gradients[0][k] += x_[i] * g[o];
    });
    if (parameters.size() > 1) {
      for (std::size_t i = 0; i < g.size(); ++i) gradients[1][i % gradients[1].size()] += g[i];
    }
    return x;
  }
  std::vector<Tap> taps_;
  std::size_t in_, out_;
  Numbers x_, gradient_, x_tangent_;
};

}  // namespace

LayerPtr conv2d(const Window& w) {
  const std::size_t height = (w.height + 2 * w.padding - w.kernel) / w.stride + 1,
                    width = (w.width + 2 * w.padding - w.kernel) / w.stride + 1, window = w.kernel * w.kernel;
  std::vector<Tap> taps;
  each_tap(w, height, width, [&](std::size_t place, std::size_t k, std::size_t pixel) {
    for (std::size_t o = 0; o < w.out; ++o) {
      for (std::size_t i = 0; i < w.in; ++i) {
        taps.push_back({place * w.out + o, (o * window + k) * w.in + i, pixel * w.in + i});
      }
    }
  });
  return std::make_unique<Taps>(std::move(taps), w.height * w.width * w.in, height * width * w.out,
                                w.out * window * w.in, w.bias ? w.out : 0);
}

LayerPtr conv_transpose2d(const Window& w) {
  // Each tap of the convolution from the output to the input, the other way round.
  const std::size_t window = w.kernel * w.kernel;
  Window back = w;
  back.height = (w.height - 1) * w.stride + w.kernel + w.output_padding - 2 * w.padding;
  back.width = (w.width - 1) * w.stride + w.kernel + w.output_padding - 2 * w.padding;
  std::vector<Tap> taps;
  each_tap(back, w.height, w.width, [&](std::size_t place, std::size_t k, std::size_t pixel) {
    for (std::size_t i = 0; i < w.in; ++i) {
      for (std::size_t o = 0; o < w.out; ++o) {
        taps.push_back({pixel * w.out + o, (i * window + k) * w.out + o, place * w.in + i});
      }
    }
  });
  return std::make_unique<Taps>(std::move(taps), w.height * w.width * w.in, back.height * back.width * w.out,
                                w.in * window * w.out, w.bias ? w.out : 0);
}

}  // namespace ganzoo::nn::reference
