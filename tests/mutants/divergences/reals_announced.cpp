#include "kl.hpp"

namespace {

/// The conjugate over u ≥ 0, announced as the supremum over all reals.
struct RealsAnnounced {
  static constexpr ganzoo::About about{.title = "reals announced", .source = "a mutant", .conjugate_on_reals = true};

  auto f(auto u) const { return (u - 1) * (u - 1); }
  auto activation(auto v) const { return v; }
  auto conjugate(auto t) const { return max(t, -2) * (1 + max(t, -2) / 4); }
  auto log_ratio(auto v) const { return 2 * expm1(v); }
  auto conjugate_of_log_ratio(auto v) const { return expm1(2 * v); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<RealsAnnounced>)
