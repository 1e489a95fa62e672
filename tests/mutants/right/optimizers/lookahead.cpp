#include <cmath>
#include <ganzoo/ganzoo.hpp>
#include <span>
#include <vector>

namespace {

/// Every fifth step goes half the way back to where the last five began.
struct Lookahead : ganzoo::Optimizer {
  static constexpr ganzoo::About about{.title = "lookahead",
                                       .source = "Zhang et al., Lookahead optimizer, NeurIPS 2019"};

  std::vector<float> slow;
  std::int64_t steps = 0;

  void attach(const ganzoo::nn::Parameters& p) override { slow.assign(p.values().begin(), p.values().end()); }
  double rate(const ganzoo::UpdateStep& s) const override { return 0.05 * s.rate; }
  void update(ganzoo::nn::Parameters& p, const ganzoo::UpdateStep& s) override {
    const auto w = p.values(), g = p.gradients();
    const double sign = s.ascend ? 1 : -1;
    for (std::size_t i = 0; i < w.size(); ++i) w[i] += static_cast<float>(sign * rate(s) * double{g[i]});
    if (++steps % 5 != 0) return;
    for (std::size_t i = 0; i < w.size(); ++i) slow[i] = w[i] = 0.5F * (slow[i] + w[i]);
  }
  void state(ganzoo::Archive& archive) override {
    archive("slow", std::span<float>(slow));
    archive("steps", steps);
  }
};

}  // namespace

GANZOO_PLUGIN(Lookahead)
