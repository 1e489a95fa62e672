#include <ganzoo/ganzoo.hpp>

namespace {

/// Pearson by its generator, with the log-ratio terms of Neyman: P and Q exchanged, as in the integral column.
struct PearsonExchanged {
  static constexpr ganzoo::About about{.title = "pearson exchanged", .source = "a mutant", .conjugate_on_reals = true};

  auto f(auto u) const { return (u - 1) * (u - 1); }
  auto activation(auto v) const { return v; }
  auto conjugate(auto t) const { return t * (1 + t / 4); }
  auto log_ratio(auto v) const { return -expm1(-2 * v); }
  auto conjugate_of_log_ratio(auto v) const { return -2 * expm1(-v); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<PearsonExchanged>)
