#include <cmath>
#include <ganzoo/ganzoo.hpp>

namespace {

/// Adam with the bias correction 1 − βᵗ at t = 0: the first step divides by nothing.
struct AdamFromZero : ganzoo::Optimizer {
  static constexpr ganzoo::About about{.title = "adam from zero", .source = "a mutant"};

  std::vector<float> first, second;

  void attach(const ganzoo::nn::Parameters& p) override { first.assign(p.values().size(), 0), second = first; }
  double rate(const ganzoo::UpdateStep& s) const override { return 0.01 * s.rate; }
  void update(ganzoo::nn::Parameters& p, const ganzoo::UpdateStep& s) override {
    const double sign = s.ascend ? 1 : -1;
    const std::span<float> w = p.values(), g = p.gradients();
    for (std::size_t i = 0; i < w.size(); ++i) {
      first[i] = 0.5F * first[i] + 0.5F * g[i];
      second[i] = 0.999F * second[i] + 0.001F * g[i] * g[i];
      const double m = first[i] / (1 - std::pow(0.5, s.update)), v = second[i] / (1 - std::pow(0.999, s.update));
      w[i] += static_cast<float>(sign * rate(s) * m / (std::sqrt(v) + 1e-8));
    }
  }
  void state(ganzoo::Archive& archive) override {
    archive("first", std::span<float>(first));
    archive("second", std::span<float>(second));
  }
};

}  // namespace

GANZOO_PLUGIN(AdamFromZero)
