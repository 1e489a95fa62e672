#include <ganzoo/ganzoo.hpp>

namespace {

/// The Jensen–Shannon divergence as `ganzoo new --f` writes it: its terms follow from f alone.
struct TypedJs {
  static constexpr ganzoo::About about{
      .title = "typed js", .source = "Nowozin et al., NeurIPS 2016", .formula = "u log u − (u+1) log((u+1)/2)"};

  auto f(auto u) const { return u * log(u) - (u + 1) * log((u + 1) / 2); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<TypedJs>)
