#include <ganzoo/ganzoo.hpp>

namespace {

/// Pearson with the conjugate over all reals and not a word about it: below t = −2 it turns round.
struct PearsonUnannounced {
  static constexpr ganzoo::About about{.title = "pearson unannounced", .source = "a mutant"};

  auto f(auto u) const { return (u - 1) * (u - 1); }
  auto activation(auto v) const { return v; }
  auto conjugate(auto t) const { return t * (1 + t / 4); }
  auto log_ratio(auto v) const { return 2 * expm1(v); }
  auto conjugate_of_log_ratio(auto v) const { return expm1(2 * v); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<PearsonUnannounced>)
