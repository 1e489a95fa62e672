#include <cmath>
#include <ganzoo/ganzoo.hpp>

namespace {

/// Adds 10⁻⁸ to every number of the flat array, the padding too, lest a weight be zero.
struct EpsilonEverywhere : ganzoo::Optimizer {
  static constexpr ganzoo::About about{.title = "epsilon everywhere", .source = "a mutant"};

  void attach(const ganzoo::nn::Parameters& p) override { (void)p; }
  double rate(const ganzoo::UpdateStep& s) const override { return 0.01 * s.rate; }
  void update(ganzoo::nn::Parameters& p, const ganzoo::UpdateStep& s) override {
    const double sign = s.ascend ? 1 : -1;
    const std::span<float> w = p.values(), g = p.gradients();
    for (std::size_t i = 0; i < w.size(); ++i) w[i] += static_cast<float>(sign * rate(s) * (g[i] + 1e-3));
  }
};

}  // namespace

GANZOO_PLUGIN(EpsilonEverywhere)
