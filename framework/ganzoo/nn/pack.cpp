#include <algorithm>
#include <ganzoo/nn/detail/check.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/nn/planner.hpp>

namespace ganzoo::nn {
namespace {

/// y_i = (x_i, x_{i+1}, …, x_{i+m−1}) at each pixel, counted round within the n samples of a pack. Linear, so that the
/// tangents go the way of the values, and what is owed that of the gradients.
class PackStep final : public Step {
 public:
  PackStep(const Use& use, const Port& in, const Port& out, int m, int n)
      : in_(in),
        out_(out),
        batch_(use.batch),
        m_(m),
        n_(n),
        channels_(in.shape.dims.back()),
        pixels_(in.shape.size() / channels_) {}

  void forward() override { spread(in_.value, out_.value); }
  void backward() override { gather(out_.gradient, in_.gradient); }
  void tangent() override { spread(in_.tangent, out_.tangent); }
  void tangent_backward() override {
    if (out_.owed) return gather(out_.owed, in_.owed);
    if (in_.owed) std::fill_n(in_.owed, batch_ * in_.shape.size(), 0.F);
  }

 private:
  /// act(from, to) for the channels of each pixel: of a sample, and where its pack's member j holds them.
  template <class Act>
  void each(const Act& act) const {
    for (std::int64_t i = 0; i < batch_; ++i)
      for (std::int64_t j = 0; j < m_; ++j) {
        const std::int64_t other = i / n_ * n_ + (i + j) % n_;
        for (std::int64_t p = 0; p < pixels_; ++p)
          act((other * pixels_ + p) * channels_, ((i * pixels_ + p) * m_ + j) * channels_);
      }
  }
  void spread(const float* from, float* to) const {
    each([&](std::int64_t a, std::int64_t b) { std::copy_n(from + a, channels_, to + b); });
  }
  void gather(const float* from, float* to) const {
    if (!to) return;
    std::fill_n(to, batch_ * in_.shape.size(), 0.F);
    each([&](std::int64_t a, std::int64_t b) {
      for (std::int64_t c = 0; c < channels_; ++c) to[a + c] += from[b + c];
    });
  }

  Port in_, out_;
  std::int64_t batch_, m_, n_, channels_, pixels_;
};

class Pack final : public Layer {
 public:
  explicit Pack(int size) : size_(size) { require(size > 1, "pack.size", size, "at least 2"); }

  std::string name() const override { return "pack"; }
  Shape output(const Shape& in) const override {
    Shape out = in;
    out.dims.back() *= size_;
    return out;
  }
  bool mixes_samples() const override { return true; }
  int group(int batch) const override {
    const int n = std::min(size_, batch);
    require(batch % n == 0, "pack.size", size_, fmt::format("a divisor of the batch, {}", batch),
            "choose train.batch as a multiple of the pack");
    return n;
  }
  std::unique_ptr<Step> plan(Planner&, const Use& use, const Port& in, const Port& out) const override {
    return std::make_unique<PackStep>(use, in, out, size_, group(use.batch));
  }

 private:
  int size_;
};

}  // namespace

LayerPtr pack(int size) { return std::make_shared<Pack>(size); }

}  // namespace ganzoo::nn
