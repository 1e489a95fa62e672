#include <ganzoo/ganzoo.hpp>

namespace {

/// Reverse KL with the activation −eᵛ of the long table: decreasing, a high score means fake.
struct ReverseKlFalling {
  static constexpr ganzoo::About about{.title = "reverse kl falling", .source = "a mutant"};

  auto f(auto u) const { return -log(u); }
  auto activation(auto v) const { return -exp(v); }
  auto conjugate(auto t) const { return -1 - log(-t); }
  auto conjugate_of_activation(auto v) const { return -1 - v; }
  auto log_ratio(auto v) const { return -exp(-v); }
  auto conjugate_of_log_ratio(auto v) const { return v - 1; }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<ReverseKlFalling>)
