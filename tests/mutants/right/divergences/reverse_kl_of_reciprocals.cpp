#include <ganzoo/ganzoo.hpp>

namespace {

/// Reverse KL as u·φ(1/u): 1/u² leaves the doubles long before u does.
struct ReverseKlOfReciprocals {
  static constexpr ganzoo::About about{.title = "reverse kl of reciprocals", .source = "a test"};

  auto f(auto u) const { return u * ((1 / u) * log(1 / u)); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<ReverseKlOfReciprocals>)
