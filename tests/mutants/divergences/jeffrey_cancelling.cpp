#include <ganzoo/ganzoo.hpp>

namespace {

/// Jeffrey's conjugate as printed, W + 1/W + t − 2: e^{1−t} overflows and the sum cancels as t falls.
struct JeffreyCancelling {
  static constexpr ganzoo::About about{.title = "jeffrey cancelling", .source = "a mutant", .symmetric = true};

  auto f(auto u) const { return (u - 1) * log(u); }
  auto activation(auto v) const { return v; }
  auto conjugate(auto t) const {
    const auto w = lambert_w(exp(1 - t));
    return w + 1 / w + t - 2;
  }
  auto log_ratio(auto v) const { return v - expm1(-v); }
  auto conjugate_of_log_ratio(auto v) const { return expm1(v) + v; }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<JeffreyCancelling>)
