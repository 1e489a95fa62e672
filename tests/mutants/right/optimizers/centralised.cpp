#include <cmath>
#include <ganzoo/ganzoo.hpp>
#include <span>
#include <vector>

namespace {

/// Each tensor's gradient less its mean.
struct Centralised : ganzoo::Optimizer {
  static constexpr ganzoo::About about{.title = "centralised",
                                       .source = "Yong et al., Gradient centralization, ECCV 2020"};

  void attach(const ganzoo::nn::Parameters&) override {}
  double rate(const ganzoo::UpdateStep& s) const override { return 0.01 * s.rate; }
  void update(ganzoo::nn::Parameters& p, const ganzoo::UpdateStep& s) override {
    const double sign = s.ascend ? 1 : -1;
    for (std::size_t k = 0; k < p.entries().size(); ++k) {
      const auto w = p.value(static_cast<int>(k)), g = p.gradient(static_cast<int>(k));
      double mean = 0;
      for (const float x : g) mean += double{x} / static_cast<double>(g.size());
      for (std::size_t i = 0; i < w.size(); ++i) w[i] += static_cast<float>(sign * rate(s) * (double{g[i]} - mean));
    }
  }
};

}  // namespace

GANZOO_PLUGIN(Centralised)
