#include <ganzoo/ganzoo.hpp>

namespace {

/// f(1) = 2·10⁻¹², a constant typed with too few digits: just more than the law can see.
struct KlOffByAHair {
  static constexpr ganzoo::About about{.title = "kl off by a hair", .source = "a mutant"};

  auto f(auto u) const { return u * log(u) + 2e-12; }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<KlOffByAHair>)
