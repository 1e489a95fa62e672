#include <cmath>
#include <ganzoo/ganzoo.hpp>

namespace {

/// RMSProp without ε: a weight that has had no gradient becomes NaN.
struct RmspropWithoutEpsilon : ganzoo::Optimizer {
  static constexpr ganzoo::About about{.title = "rmsprop without epsilon", .source = "a mutant"};

  std::vector<float> first;

  void attach(const ganzoo::nn::Parameters& p) override { first.assign(p.values().size(), 0); }
  double rate(const ganzoo::UpdateStep& s) const override { return 0.01 * s.rate; }
  void update(ganzoo::nn::Parameters& p, const ganzoo::UpdateStep& s) override {
    const double sign = s.ascend ? 1 : -1;
    const std::span<float> w = p.values(), g = p.gradients();
    for (std::size_t i = 0; i < w.size(); ++i) {
      first[i] = 0.99F * first[i] + 0.01F * g[i] * g[i];
      w[i] += static_cast<float>(sign * rate(s) * g[i] / std::sqrt(first[i]));
    }
  }
  void state(ganzoo::Archive& archive) override { archive("square", std::span<float>(first)); }
};

}  // namespace

GANZOO_PLUGIN(RmspropWithoutEpsilon)
