#include <ganzoo/ganzoo.hpp>

namespace {

/// Total variation whose conjugate gets the raw score, unbounded, instead of g(v).
struct TvOfScore {
  static constexpr ganzoo::About about{
      .title = "tv of score", .source = "a mutant", .symmetric = true, .bounded = true, .strictly_convex = false};

  auto f(auto u) const { return abs(u - 1) / 2; }
  auto activation(auto v) const { return tanh(v) / 2; }
  auto conjugate(auto t) const { return max(t, -0.5); }
  auto conjugate_of_activation(auto v) const { return v; }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<TvOfScore>)
