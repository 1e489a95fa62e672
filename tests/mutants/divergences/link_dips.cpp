#include "kl.hpp"

namespace {

/// g rises but for one small fall at a score of 2.25.
struct LinkDips : Kl {
  static constexpr ganzoo::About about{.title = "link dips", .source = "a mutant"};

  auto activation(auto v) const { return v - 0.51 * sigmoid(40 * (v - 2.25)); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<LinkDips>)
