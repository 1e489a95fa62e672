#include <cmath>
#include <ganzoo/ganzoo.hpp>
#include <span>
#include <vector>

namespace {

/// Twice the gradient less the last one.
struct Optimistic : ganzoo::Optimizer {
  static constexpr ganzoo::About about{.title = "optimistic",
                                       .source = "Daskalakis et al., Training GANs with optimism, ICLR 2018"};

  std::vector<float> last;

  void attach(const ganzoo::nn::Parameters& p) override { last.assign(p.values().size(), 0); }
  double rate(const ganzoo::UpdateStep& s) const override { return 0.01 * s.rate; }
  void update(ganzoo::nn::Parameters& p, const ganzoo::UpdateStep& s) override {
    const auto w = p.values(), g = p.gradients();
    const double sign = s.ascend ? 1 : -1;
    for (std::size_t i = 0; i < w.size(); ++i) {
      w[i] += static_cast<float>(sign * rate(s) * (2 * double{g[i]} - double{last[i]}));
      last[i] = g[i];
    }
  }
  void state(ganzoo::Archive& archive) override { archive("last", std::span<float>(last)); }
};

}  // namespace

GANZOO_PLUGIN(Optimistic)
