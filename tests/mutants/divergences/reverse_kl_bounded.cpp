#include <ganzoo/ganzoo.hpp>

namespace {

/// Reverse KL said to be bounded: it is infinite as soon as Q invents a sample.
struct ReverseKlBounded {
  static constexpr ganzoo::About about{.title = "reverse kl bounded", .source = "a mutant", .bounded = true};

  auto f(auto u) const { return -log(u); }
  auto activation(auto v) const { return -exp(-v); }
  auto conjugate(auto t) const { return -1 - log(-t); }
  auto conjugate_of_activation(auto v) const { return v - 1; }
  auto log_ratio(auto v) const { return -exp(-v); }
  auto conjugate_of_log_ratio(auto v) const { return v - 1; }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<ReverseKlBounded>)
