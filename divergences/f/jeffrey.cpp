#include <ganzoo/ganzoo.hpp>

namespace {

/// KL(P‖Q) + KL(Q‖P). f* needs Wright's ω: with w = ω(1−t), f*(t) = 1/w − 1 − log w (the printed W + 1/W + t − 2
/// cancels completely as t → −∞).
struct Jeffrey {
  static constexpr ganzoo::About about{.title = "Jeffrey divergence",
                                       .source = "Nowozin, Cseke & Tomioka, f-GAN, NeurIPS 2016",
                                       .summary = "KL both ways: neither misses nor inventions are forgiven.",
                                       .formula = "(u−1) log u",
                                       .symmetric = true,
                                       .follows = "reverse_kl + ½ neyman",
                                       .optimal_critic = "1 + log u − 1/u"};

  auto f(auto u) const { return (u - 1) * log(u); }
  ganzoo::Ball between_normals(const ganzoo::Distribution& p, const ganzoo::Distribution& q) const {
    return ganzoo::power_between_normals(1, p, q) + ganzoo::power_between_normals(0, p, q);
  }
  auto activation(auto v) const { return v; }
  auto conjugate(auto t) const {
    const auto w = wright_omega(1 - t), log_w = select(t < 0.0, log(w), 1 - t - w);
    return expm1(-log_w) - log_w;
  }
  auto conjugate_of_activation(auto v) const { return conjugate(v); }  // as right far out: T = −1/u where data is rare
  auto log_ratio(auto v) const { return v - expm1(-v); }
  auto conjugate_of_log_ratio(auto v) const { return expm1(v) + v; }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<Jeffrey>)
