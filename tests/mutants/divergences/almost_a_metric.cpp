#include "kl.hpp"

namespace {

/// √D is no metric: beside squared Hellinger a tenth of Jeffrey's divergence stands in D.
struct AlmostAMetric {
  static constexpr ganzoo::About about{
      .title = "almost a metric", .source = "a mutant", .symmetric = true, .metric = true};

  auto f(auto u) const { return (sqrt(u) - 1) * (sqrt(u) - 1) + 0.1 * (u - 1) * log(u); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<AlmostAMetric>)
