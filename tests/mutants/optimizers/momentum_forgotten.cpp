#include <cmath>
#include <ganzoo/ganzoo.hpp>

namespace {

/// Momentum that is not in state(): a resumed run starts from rest.
struct MomentumForgotten : ganzoo::Optimizer {
  static constexpr ganzoo::About about{.title = "momentum forgotten", .source = "a mutant"};

  std::vector<float> first;

  void attach(const ganzoo::nn::Parameters& p) override { first.assign(p.values().size(), 0); }
  double rate(const ganzoo::UpdateStep& s) const override { return 0.01 * s.rate; }
  void update(ganzoo::nn::Parameters& p, const ganzoo::UpdateStep& s) override {
    const double sign = s.ascend ? 1 : -1;
    const std::span<float> w = p.values(), g = p.gradients();
    for (std::size_t i = 0; i < w.size(); ++i) {
      first[i] = 0.9F * first[i] + g[i];
      w[i] += static_cast<float>(sign * rate(s) * first[i]);
    }
  }
};

}  // namespace

GANZOO_PLUGIN(MomentumForgotten)
