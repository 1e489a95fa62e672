#include <ganzoo/ganzoo.hpp>

namespace {

/// KL(Q‖P) = E_Q log(q/p), mode-seeking: infinite as soon as Q puts mass where P has none.
struct ReverseKl {
  static constexpr ganzoo::About about{.title = "reverse Kullback–Leibler divergence",
                                       .source = "Nowozin, Cseke & Tomioka, f-GAN, NeurIPS 2016",
                                       .summary = "Prefers to leave out modes rather than to invent samples.",
                                       .formula = "−log u",
                                       .follows = "½ neyman",
                                       .optimal_critic = "−1/u"};

  auto f(auto u) const { return -log(u); }
  ganzoo::Ball between_normals(const ganzoo::Distribution& p, const ganzoo::Distribution& q) const {
    return ganzoo::power_between_normals(0, p, q);
  }
  auto activation(auto v) const { return -exp(-v); }
  auto conjugate(auto t) const { return -1 - log(-t); }
  auto conjugate_of_activation(auto v) const { return v - 1; }
  auto log_ratio(auto v) const { return -exp(-v); }
  auto conjugate_of_log_ratio(auto v) const { return v - 1; }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<ReverseKl>)
