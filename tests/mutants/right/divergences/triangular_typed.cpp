#include <ganzoo/ganzoo.hpp>

namespace {

/// The triangular discrimination from its f alone.
struct TriangularTyped {
  static constexpr ganzoo::About about{
      .title = "triangular typed", .source = "a test", .symmetric = true, .bounded = true};

  auto f(auto u) const { return (u - 1) * (u - 1) / (u + 1); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<TriangularTyped>)
