#include <ganzoo/ganzoo.hpp>

namespace {

/// E_γ = sup_A P(A) − γQ(A): total variation at γ = 1, the yardstick of differential privacy beyond. For γ > 1 it
/// vanishes whenever p ≤ γq: it cannot tell P = Q. Its optimal critic only says whether p > γq.
struct HockeyStick {
  static constexpr ganzoo::About about{.title = "hockey-stick divergence",
                                       .source = "Polyanskiy, Poor & Verdú, IEEE Trans. Inf. Theory 56(5), 2010",
                                       .summary = "Total variation with a threshold.",
                                       .formula = "max(u − γ, 0)",
                                       .bounded = true,
                                       .strictly_convex = false,
                                       .optimal_critic = "1 where p > γq, else 0"};

  double gamma = 1;
  static constexpr auto parameters = std::tuple{ganzoo::parameter("gamma", &HockeyStick::gamma, ganzoo::at_least(1),
                                                                  "how often more likely than Q before it counts")};

  auto f(auto u) const { return max(u - gamma, 0); }
  auto activation(auto v) const { return sigmoid(v); }
  auto conjugate(auto t) const { return max(gamma * t, 0); }
  auto conjugate_of_activation(auto v) const { return gamma * sigmoid(v); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<HockeyStick>)
