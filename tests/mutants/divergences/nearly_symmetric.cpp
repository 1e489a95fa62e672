#include "kl.hpp"

namespace {

/// Jensen and Shannon's with weights that are not quite equal: D(P‖Q) and D(Q‖P) differ by some 10⁻⁹.
struct NearlySymmetric {
  static constexpr ganzoo::About about{
      .title = "nearly symmetric", .source = "a mutant", .symmetric = true, .bounded = true};

  static constexpr double weight = 0.50001;
  auto f(auto u) const {
    const auto mean = weight * u + (1 - weight);
    return weight * xlogx(u) - mean * log(mean);
  }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<NearlySymmetric>)
