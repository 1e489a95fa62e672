#include <cmath>
#include <ganzoo/ganzoo.hpp>

namespace {

/// Ignores `ascend`: the critic goes down the objective that it should climb.
struct AlwaysDescending : ganzoo::Optimizer {
  static constexpr ganzoo::About about{.title = "always descending", .source = "a mutant"};

  void attach(const ganzoo::nn::Parameters& p) override { (void)p; }
  double rate(const ganzoo::UpdateStep& s) const override { return 0.01 * s.rate; }
  void update(ganzoo::nn::Parameters& p, const ganzoo::UpdateStep& s) override {
    const double sign = s.ascend ? 1 : -1;
    const std::span<float> w = p.values(), g = p.gradients();
    (void)sign;
    for (std::size_t i = 0; i < w.size(); ++i) w[i] -= static_cast<float>(rate(s) * g[i]);
  }
};

}  // namespace

GANZOO_PLUGIN(AlwaysDescending)
