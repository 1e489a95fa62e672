#include "kl.hpp"

namespace {

/// dom f* is told to end 3·10⁻⁹ too late: just more than the law can see.
struct DomainOff {
  static constexpr ganzoo::About about{.title = "domain off", .source = "a mutant", .symmetric = true, .bounded = true};

  auto f(auto u) const { return (u - 1) * (u - 1) / (u + 1); }
  static ganzoo::ConjugateDomain domain() { return {1 + 3e-9, true}; }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<DomainOff>)
