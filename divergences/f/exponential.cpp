#include <ganzoo/ganzoo.hpp>

namespace {

/// ∫ q(e^{p/q−1} − 1): the Fenchel dual of KL's generator taken as a generator. Governed by the largest p/q anywhere
/// and infinite for most pairs of Gaussians: it is here as a warning, not to be trained with.
struct Exponential {
  static constexpr ganzoo::About about{.title = "exponential divergence",
                                       .source = "the Fenchel conjugate of kl's generator, less 1",
                                       .summary = "What happens when the density ratio stands in an exponent.",
                                       .formula = "e^{u−1} − 1",
                                       .optimal_critic = "e^{u−1}"};

  auto f(auto u) const { return expm1(u - 1); }
  auto activation(auto v) const { return v; }
  auto conjugate(auto t) const { return 1 + xlogx(max(t, std::exp(-1))); }
  auto log_ratio(auto v) const { return exp(expm1(v)); }
  auto conjugate_of_log_ratio(auto v) const { return 1 + expm1(v) * exp(expm1(v)); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<Exponential>)
