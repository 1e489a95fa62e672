#include <ganzoo/ganzoo.hpp>

namespace {

/// log(D + 10⁻⁸) and log(1 − D + 10⁻⁸), so that nothing becomes infinite.
struct EpsilonInTheLogarithm {
  static constexpr ganzoo::About about{.title = "epsilon in the logarithm",
                                       .source = "a mutant",
                                       .f_at_1 = -1.3862943611198906,
                                       .symmetric = true,
                                       .bounded = true};

  auto f(auto u) const { return -u * log1p(1 / u) - log1p(u); }
  auto activation(auto v) const { return log(sigmoid(v) + 1e-8); }
  auto conjugate(auto t) const { return -log(-expm1(t)); }
  auto conjugate_of_activation(auto v) const { return -log(1 - sigmoid(v) + 1e-8); }
  auto log_ratio(auto v) const { return -softplus(-v); }
  auto conjugate_of_log_ratio(auto v) const { return softplus(v); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<EpsilonInTheLogarithm>)
