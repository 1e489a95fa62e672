#include <ganzoo/ganzoo.hpp>

namespace {

/// α = 1.5 with the printed conjugate on all of R: an odd power falls to −∞, and the critic cheats.
struct AlphaUnclamped {
  static constexpr ganzoo::About about{.title = "alpha unclamped", .source = "a mutant"};

  auto f(auto u) const { return (pow(u, 1.5) - 1 - 1.5 * (u - 1)) / 0.75; }
  auto activation(auto v) const { return v; }
  auto conjugate(auto t) const {
    const auto base = 1 + t / 2;
    return (base * base * base - 1) / 1.5;
  }
  auto log_ratio(auto v) const { return expm1(0.5 * v) / 0.5; }
  auto conjugate_of_log_ratio(auto v) const { return expm1(1.5 * v) / 1.5; }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<AlphaUnclamped>)
