#include <cmath>
#include <ganzoo/ganzoo.hpp>
#include <span>
#include <vector>

namespace {

/// Steps in proportion to each tensor's own norm, with decoupled decay.
struct LayerwiseTrust : ganzoo::Optimizer {
  static constexpr ganzoo::About about{.title = "layerwise trust", .source = "You et al., LARS, arXiv:1708.03888"};

  void attach(const ganzoo::nn::Parameters&) override {}
  double rate(const ganzoo::UpdateStep& s) const override { return 0.01 * s.rate; }
  static double norm(std::span<const float> x) {
    double square = 0;
    for (const float v : x) square += double{v} * double{v};
    return std::sqrt(square);
  }
  void update(ganzoo::nn::Parameters& p, const ganzoo::UpdateStep& s) override {
    const double sign = s.ascend ? 1 : -1;
    for (std::size_t k = 0; k < p.entries().size(); ++k) {
      const auto w = p.value(static_cast<int>(k)), g = p.gradient(static_cast<int>(k));
      const double of_w = norm(w), of_g = norm(g), trust = of_w > 0 && of_g > 0 ? of_w / (of_g + 1e-4 * of_w) : 1;
      for (std::size_t i = 0; i < w.size(); ++i)
        w[i] += static_cast<float>(rate(s) * (sign * trust * double{g[i]} - 1e-4 * double{w[i]}));
    }
  }
};

}  // namespace

GANZOO_PLUGIN(LayerwiseTrust)
