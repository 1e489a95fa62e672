#include <ganzoo/ganzoo.hpp>

namespace {

/// Vincze and Le Cam's ∫ (p−q)²/(p+q), at most 2: what least-squares GANs minimise at the optimal critic.
struct Triangular {
  static constexpr ganzoo::About about{.title = "triangular discrimination",
                                       .source = "Le Cam, Asymptotic methods in statistical decision theory, 1986",
                                       .summary = "Symmetric, bounded, gentle at both ends; its root is a metric.",
                                       .formula = "(u−1)²/(u+1)",
                                       .symmetric = true,
                                       .bounded = true,
                                       .metric = true,
                                       .follows = "8 lsgan01_implied",
                                       .optimal_critic = "1 − 4/(u+1)²"};

  auto f(auto u) const { return (u - 1) * (u - 1) / (u + 1); }
  auto conjugate(auto t) const {
    const auto s = sqrt(1 - max(t, -3));
    return (s - 1) * (s - 3);
  }
  auto log_ratio(auto v) const { return 1 - 4 * sigmoid(-v) * sigmoid(-v); }
  auto conjugate_of_log_ratio(auto v) const { return 4 * sigmoid(v) * sigmoid(v) - 1; }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<Triangular>)
