#include <cmath>
#include <ganzoo/nn/reference.hpp>

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

/// The gradient and the Hessian of s are written out in full for each feature of each group.
class MinibatchStddev final : public Layer {
 public:
  MinibatchStddev(std::size_t size, std::size_t channels, std::size_t group)
      : size_(size), channels_(channels), group_(group) {}
  Numbers forward(const Numbers& x) override {
    x_ = x;
    Numbers s(x.size() / size_ / group_);
    for (std::size_t g = 0; g < s.size(); ++g) {
      for (std::size_t j = 0; j < size_; ++j) s[g] += sigma(g, j) / static_cast<double>(size_);
    }
    return attach(x, s);
  }
  Numbers backward(const Numbers& g) override { return back(gradient_ = g); }
  Numbers tangent(const Numbers& t) override {
    x_tangent_ = t;
    Numbers s(t.size() / size_ / group_);
    for (std::size_t i = 0; i < t.size(); ++i) s[i / size_ / group_] += slope(i / size_, i % size_) * t[i];
    return attach(t, s);
  }
  Numbers tangent_backward(const Numbers& owed) override {
    Numbers x = back(owed);
    const Numbers weights = sums(gradient_);
    for (std::size_t g = 0; g < weights.size(); ++g) {
      for (std::size_t j = 0; j < size_; ++j) {
        for (std::size_t i = g * group_; i < (g + 1) * group_; ++i) {
          for (std::size_t k = g * group_; k < (g + 1) * group_; ++k) {
            x[k * size_ + j] += weights[g] * hessian(i, k, j) * x_tangent_[i * size_ + j];
          }
        }
      }
    }
    return x;
  }

 private:
  double n() const { return static_cast<double>(group_); }
  double centred(std::size_t i, std::size_t j) const {
    double mean = 0;
    for (std::size_t k = i / group_ * group_; k < (i / group_ + 1) * group_; ++k) mean += x_[k * size_ + j] / n();
    return x_[i * size_ + j] - mean;
  }
  double sigma(std::size_t g, std::size_t j) const {
    double variance = 0;
    for (std::size_t i = g * group_; i < (g + 1) * group_; ++i) variance += centred(i, j) * centred(i, j) / n();
    return std::sqrt(variance + 1e-8);
  }
  double slope(std::size_t i, std::size_t j) const {
    return centred(i, j) / (n() * static_cast<double>(size_) * sigma(i / group_, j));
  }
  double hessian(std::size_t i, std::size_t k, std::size_t j) const {
    const double s = sigma(i / group_, j), same = i == k ? 1 : 0;
    return (same - 1 / n() - centred(i, j) * centred(k, j) / (n() * s * s)) / (n() * static_cast<double>(size_) * s);
  }
  Numbers attach(const Numbers& x, const Numbers& s) const {
    Numbers y;
    for (std::size_t i = 0; i < x.size(); ++i) {
      y.push_back(x[i]);
      if (i % channels_ + 1 == channels_) y.push_back(s[i / size_ / group_]);
    }
    return y;
  }
  Numbers sums(const Numbers& y) const {
    Numbers s(x_.size() / size_ / group_);
    const std::size_t wide = size_ / channels_ * (channels_ + 1);
    for (std::size_t i = channels_; i < y.size(); i += channels_ + 1) s[i / wide / group_] += y[i];
    return s;
  }
  Numbers back(const Numbers& y) const {
    const Numbers s = sums(y);
    Numbers x;
    for (std::size_t i = 0; i < y.size(); ++i) {
      if (i % (channels_ + 1) != channels_) x.push_back(y[i]);
    }
    for (std::size_t i = 0; i < x.size(); ++i) x[i] += s[i / size_ / group_] * slope(i / size_, i % size_);
    return x;
  }
  std::size_t size_, channels_, group_;
  Numbers x_, gradient_, x_tangent_;
};

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

LayerPtr layer_norm(std::size_t size, std::size_t channels, double epsilon) {
  return std::make_unique<LayerNorm>(size, channels, epsilon);
}

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

LayerPtr minibatch_stddev(std::size_t size, std::size_t channels, std::size_t group) {
  return std::make_unique<MinibatchStddev>(size, channels, group);
}

LayerPtr residual(LayerPtr body, LayerPtr shortcut) {
  return std::make_unique<Residual>(std::move(body), std::move(shortcut));
}

LayerPtr spectral_norm(LayerPtr linear, Numbers u) {
  return std::make_unique<SpectralNorm>(std::move(linear), std::move(u));
}

}  // namespace ganzoo::nn::reference
