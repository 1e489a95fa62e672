#include <ganzoo/ganzoo.hpp>

namespace {

/// KL said to be symmetric, as a distance would be.
struct KlAsDistance {
  static constexpr ganzoo::About about{.title = "kl as distance", .source = "a mutant", .symmetric = true};

  auto f(auto u) const { return xlogx(u); }
  auto activation(auto v) const { return v; }
  auto conjugate(auto t) const { return exp(t - 1); }
  auto log_ratio(auto v) const { return v + 1; }
  auto conjugate_of_log_ratio(auto v) const { return exp(v); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<KlAsDistance>)
