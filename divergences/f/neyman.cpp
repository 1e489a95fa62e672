#include <ganzoo/ganzoo.hpp>

namespace {

/// χ²(Q‖P) = ∫ (p−q)²/p, strongly mode-seeking. The activation is the increasing one (one printed table has its mirror
/// image).
struct Neyman {
  static constexpr ganzoo::About about{
      .title = "Neyman χ² divergence",
      .source = "Nowozin, Cseke & Tomioka, f-GAN, NeurIPS 2016",
      .summary = "Punishes samples where the data has none harder than reverse KL does.",
      .formula = "(1−u)²/u",
      .follows = "2 alpha(−2)",
      .optimal_critic = "1 − 1/u²"};

  auto f(auto u) const { return (1 - u) * (1 - u) / u; }
  ganzoo::Ball between_normals(const ganzoo::Distribution& p, const ganzoo::Distribution& q) const {
    return 2 * ganzoo::power_between_normals(-1, p, q);
  }
  auto activation(auto v) const { return -expm1(-v); }
  auto conjugate(auto t) const { return 2 * t / (1 + sqrt(1 - t)); }
  auto conjugate_of_activation(auto v) const { return -2 * expm1(-v / 2); }
  auto log_ratio(auto v) const { return -expm1(-2 * v); }
  auto conjugate_of_log_ratio(auto v) const { return -2 * expm1(-v); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<Neyman>)
