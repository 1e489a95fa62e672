#include <cmath>
#include <ganzoo/ganzoo.hpp>

namespace {

/// One velocity for all networks of the process: the critic's pushes the generator.
struct SharedMoments : ganzoo::Optimizer {
  static constexpr ganzoo::About about{.title = "shared moments", .source = "a mutant"};

  static std::vector<float>& velocity() {
    static std::vector<float> shared;
    return shared;
  }

  void attach(const ganzoo::nn::Parameters& p) override { velocity().resize(p.values().size()); }
  double rate(const ganzoo::UpdateStep& s) const override { return 0.01 * s.rate; }
  void update(ganzoo::nn::Parameters& p, const ganzoo::UpdateStep& s) override {
    const double sign = s.ascend ? 1 : -1;
    const std::span<float> w = p.values(), g = p.gradients();
    for (std::size_t i = 0; i < w.size(); ++i) {
      velocity()[i] = 0.9F * velocity()[i] + g[i];
      w[i] += static_cast<float>(sign * rate(s) * velocity()[i]);
    }
  }
};

}  // namespace

GANZOO_PLUGIN(SharedMoments)
