#include <ganzoo/ganzoo.hpp>

namespace {

/// Total variation that offers the log-ratio link: its f″ vanishes, so T = f′(p/q) does not tell p/q.
struct TvStrict {
  static constexpr ganzoo::About about{.title = "tv strict", .source = "a mutant", .symmetric = true, .bounded = true};

  auto f(auto u) const { return abs(u - 1) / 2; }
  auto activation(auto v) const { return tanh(v) / 2; }
  auto conjugate(auto t) const { return max(t, -0.5); }
  auto conjugate_of_activation(auto v) const { return tanh(v) / 2; }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<TvStrict>)
