#include <cmath>
#include <ganzoo/ganzoo.hpp>

namespace {

/// Decoupled weight decay: weights decay where there is no gradient, and their state is all in state().
struct AdamW : ganzoo::Optimizer {
  static constexpr ganzoo::About about{.title = "AdamW", .source = "Loshchilov & Hutter, ICLR 2019"};

  std::vector<float> mean, square;
  double mean_left = 1, square_left = 1;

  void attach(const ganzoo::nn::Parameters& p) override {
    mean.assign(p.values().size(), 0);
    square = mean;
  }
  double rate(const ganzoo::UpdateStep& s) const override { return 1e-3 * s.rate; }
  void update(ganzoo::nn::Parameters& p, const ganzoo::UpdateStep& s) override {
    mean_left *= 0.9;
    square_left *= 0.999;
    const auto w = p.values(), g = p.gradients();
    const double sign = s.ascend ? 1 : -1;
    for (std::size_t i = 0; i < w.size(); ++i) {
      mean[i] = 0.9F * mean[i] + 0.1F * g[i];
      square[i] = 0.999F * square[i] + 0.001F * g[i] * g[i];
      const double step = double{mean[i]} / (1 - mean_left) / (std::sqrt(double{square[i]} / (1 - square_left)) + 1e-8);
      w[i] = static_cast<float>(double{w[i]} - 0.01 * rate(s) * double{w[i]} + sign * rate(s) * step);
    }
  }
  void state(ganzoo::Archive& archive) override {
    archive("mean", std::span<float>(mean));
    archive("square", std::span<float>(square));
    archive("mean_left", mean_left);
    archive("square_left", square_left);
  }
};

}  // namespace

GANZOO_PLUGIN(AdamW)
