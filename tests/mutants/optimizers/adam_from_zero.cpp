#include "descent.hpp"

namespace {

/// Adam with the bias correction 1 − βᵗ at t = 0: the first step divides by nothing.
struct AdamFromZero : Descent {
  static constexpr ganzoo::About about{.title = "adam from zero", .source = "a mutant"};

  std::vector<float> first, second;

  void attach(const ganzoo::nn::Parameters& p) override { first.assign(p.values().size(), 0), second = first; }
  double direction(std::size_t i, float g, const ganzoo::UpdateStep& s) override {
    first[i] = 0.5F * first[i] + 0.5F * g;
    second[i] = 0.999F * second[i] + 0.001F * g * g;
    const double m = first[i] / (1 - std::pow(0.5, s.update)), v = second[i] / (1 - std::pow(0.999, s.update));
    return m / (std::sqrt(v) + 1e-8);
  }
  void state(ganzoo::Archive& archive) override {
    archive("first", std::span<float>(first));
    archive("second", std::span<float>(second));
  }
};

}  // namespace

GANZOO_PLUGIN(AdamFromZero)
