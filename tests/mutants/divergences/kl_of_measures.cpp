#include <ganzoo/ganzoo.hpp>

namespace {

/// u log u − u: KL of measures that need not have mass 1, without the + 1 that makes f(1) = 0.
struct KlOfMeasures {
  static constexpr ganzoo::About about{.title = "kl of measures", .source = "a mutant"};

  auto f(auto u) const { return xlogx(u) - u; }
  auto activation(auto v) const { return v; }
  auto conjugate(auto t) const { return exp(t); }
  auto log_ratio(auto v) const { return v; }
  auto conjugate_of_log_ratio(auto v) const { return exp(v); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<KlOfMeasures>)
