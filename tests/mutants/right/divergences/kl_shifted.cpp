#include <ganzoo/ganzoo.hpp>

namespace {

/// KL with 40(u − 1) on top, which changes no divergence, typed as it stands.
struct KlShifted {
  static constexpr ganzoo::About about{.title = "kl shifted", .source = "a test"};

  auto f(auto u) const { return u * log(u) + 40 * (u - 1); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<KlShifted>)
