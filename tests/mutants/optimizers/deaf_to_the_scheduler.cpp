#include <cmath>
#include <ganzoo/ganzoo.hpp>

namespace {

/// Ignores the scheduler's factor: the decay is logged, and does not happen.
struct DeafToTheScheduler : ganzoo::Optimizer {
  static constexpr ganzoo::About about{.title = "deaf to the scheduler", .source = "a mutant"};

  void attach(const ganzoo::nn::Parameters& p) override { (void)p; }
  double rate(const ganzoo::UpdateStep& s) const override { return 0.01 * s.rate; }
  void update(ganzoo::nn::Parameters& p, const ganzoo::UpdateStep& s) override {
    const double sign = s.ascend ? 1 : -1;
    const std::span<float> w = p.values(), g = p.gradients();
    for (std::size_t i = 0; i < w.size(); ++i) w[i] += static_cast<float>(sign * 0.01 * g[i]);
  }
};

}  // namespace

GANZOO_PLUGIN(DeafToTheScheduler)
