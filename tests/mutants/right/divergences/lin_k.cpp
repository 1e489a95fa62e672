#include <ganzoo/ganzoo.hpp>

namespace {

/// Lin's K-divergence: of P from the mean of both.
struct LinK {
  static constexpr ganzoo::About about{
      .title = "lin k", .source = "Lin, IEEE Trans. Information Theory 37(1), 1991", .bounded = true};

  auto f(auto u) const { return u * log(2 * u / (1 + u)) + 0.5 * (1 - u); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<LinK>)
