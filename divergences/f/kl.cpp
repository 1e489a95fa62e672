#include <ganzoo/ganzoo.hpp>

namespace {

/// KL(P‖Q) = E_P log(p/q), mode-covering: infinite as soon as Q misses mass of P.
struct Kl {
  static constexpr ganzoo::About about{
      .title = "Kullback–Leibler divergence",
      .source = "Nowozin, Cseke & Tomioka, f-GAN, NeurIPS 2016",
      .summary = "Covers every mode of the data, at the price of samples between them.",
      .formula = "u log u",
      .follows = "reverse_kl",
      .optimal_critic = "1 + log u"};

  auto f(auto u) const { return xlogx(u); }
  ganzoo::Ball between_normals(const ganzoo::Distribution& p, const ganzoo::Distribution& q) const {
    return ganzoo::power_between_normals(1, p, q);
  }
  auto activation(auto v) const { return v; }
  auto conjugate(auto t) const { return exp(t - 1); }
  auto log_ratio(auto v) const { return v + 1; }
  auto conjugate_of_log_ratio(auto v) const { return exp(v); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<Kl>)
