#include <cmath>
#include <ganzoo/ganzoo.hpp>
#include <span>
#include <vector>

namespace {

/// Gradients clipped by their common norm, a rate that warms up over 100 updates, and ℓ1 decay.
struct ClippedWithWarmUp : ganzoo::Optimizer {
  static constexpr ganzoo::About about{.title = "clipped with warm up", .source = "a test"};

  void attach(const ganzoo::nn::Parameters&) override {}
  double rate(const ganzoo::UpdateStep& s) const override {
    return 0.02 * s.rate * std::min(1.0, static_cast<double>(s.update + 1) / 100);
  }
  void update(ganzoo::nn::Parameters& p, const ganzoo::UpdateStep& s) override {
    const auto w = p.values(), g = p.gradients();
    double square = 0;
    for (const float x : g) square += double{x} * double{x};
    const double scale = (s.ascend ? 1 : -1) / std::max(1.0, std::sqrt(square));
    for (std::size_t i = 0; i < w.size(); ++i) {
      const double shrunk = std::max(0.0, std::abs(double{w[i]}) - 1e-4 * rate(s));
      w[i] = static_cast<float>(std::copysign(shrunk, w[i]) + scale * rate(s) * double{g[i]});
    }
  }
};

}  // namespace

GANZOO_PLUGIN(ClippedWithWarmUp)
