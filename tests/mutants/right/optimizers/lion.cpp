#include <ganzoo/ganzoo.hpp>

namespace {

/// Steps of one size, by the sign of a momentum alone.
struct Lion : ganzoo::Optimizer {
  static constexpr ganzoo::About about{.title = "Lion", .source = "Chen et al., NeurIPS 2023"};

  std::vector<float> momentum;

  void attach(const ganzoo::nn::Parameters& p) override { momentum.assign(p.values().size(), 0); }
  double rate(const ganzoo::UpdateStep& s) const override { return 1e-3 * s.rate; }
  void update(ganzoo::nn::Parameters& p, const ganzoo::UpdateStep& s) override {
    const auto w = p.values(), g = p.gradients();
    for (std::size_t i = 0; i < w.size(); ++i) {
      const float way = 0.9F * momentum[i] + 0.1F * g[i];
      const float sign = static_cast<float>((way > 0) - (way < 0)) * (s.ascend ? 1.0F : -1.0F);
      w[i] = static_cast<float>(double{w[i]} * (1 - 0.1 * rate(s)) + rate(s) * double{sign});
      momentum[i] = 0.99F * momentum[i] + 0.01F * g[i];
    }
  }
  void state(ganzoo::Archive& archive) override { archive("momentum", std::span<float>(momentum)); }
};

}  // namespace

GANZOO_PLUGIN(Lion)
