#include <ganzoo/ganzoo.hpp>

namespace {

/// KL with e^t for its conjugate: that of u log u − u + 1, mixed up with that of u log u.
struct KlWithoutOne {
  static constexpr ganzoo::About about{.title = "kl without one", .source = "a mutant"};

  auto f(auto u) const { return xlogx(u); }
  auto activation(auto v) const { return v; }
  auto conjugate(auto t) const { return exp(t); }
  auto log_ratio(auto v) const { return v + 1; }
  auto conjugate_of_log_ratio(auto v) const { return exp(v); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<KlWithoutOne>)
