#include <ganzoo/ganzoo.hpp>

namespace {

/// Jeffrey's divergence said to be a metric, because it is symmetric.
struct JeffreyAsMetric {
  static constexpr ganzoo::About about{
      .title = "jeffrey as metric", .source = "a mutant", .symmetric = true, .metric = true};

  auto f(auto u) const { return (u - 1) * log(u); }
  auto activation(auto v) const { return v; }
  auto conjugate(auto t) const {
    const auto w = wright_omega(1 - t), log_w = select(t < 0.0, log(w), 1 - t - w);
    return expm1(-log_w) - log_w;
  }
  auto log_ratio(auto v) const { return v - expm1(-v); }
  auto conjugate_of_log_ratio(auto v) const { return expm1(v) + v; }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<JeffreyAsMetric>)
