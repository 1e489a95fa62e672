#include <algorithm>
#include <cmath>
#include <ganzoo/core/numbers.hpp>
#include <ganzoo/divergence/exact/exact.hpp>
#include <ganzoo/divergence/f_math.hpp>
#include <ganzoo/divergence/quadrature.hpp>

namespace ganzoo {
namespace {

struct Extent {
  double low = infinity, high = -infinity, scale = 0;
};

Extent extent_of(const Distribution& p, const Distribution& q) {
  Extent e;
  for (const Distribution* d : {&p, &q})
    for (const auto& c : d->mixture) {
      e.low = std::min(e.low, c.mean);
      e.high = std::max(e.high, c.mean);
      e.scale = std::max(e.scale, c.std);
    }
  return e;
}

std::vector<double> breaks_of(const Distribution& p, const Distribution& q, double low, double high,
                              std::initializer_list<double> widths) {
  std::vector<double> breaks{low, high};
  for (const Distribution* d : {&p, &q})
    for (const auto& c : d->mixture)
      for (double w : widths)
        for (double side : {-1.0, 1.0}) {
          const double x = c.mean + side * w * c.std;
          if (x > low && x < high) breaks.push_back(x);
        }
  std::sort(breaks.begin(), breaks.end());
  breaks.erase(std::unique(breaks.begin(), breaks.end()), breaks.end());
  return breaks;
}

}  // namespace

DensityRule density_rule(const Distribution& p, const Distribution& q) {
  detail::require_alike(p, q);
  DensityRule rule;
  if (p.is_discrete()) {
    for (std::size_t i = 0; i < p.probabilities.size(); ++i) rule.x.push_back(static_cast<double>(i));
    rule.p_weight = p.probabilities;
    rule.q_weight = q.probabilities;
    return rule;
  }
  const Extent e = extent_of(p, q);
  const detail::Rule panels =
      detail::gauss_panels(breaks_of(p, q, e.low - 9 * e.scale, e.high + 9 * e.scale,
                                     {0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9}));
  rule.x = panels.x;
  for (std::size_t i = 0; i < rule.x.size(); ++i) {
    rule.p_weight.push_back(panels.weight[i] * std::exp(p.log_density(rule.x[i])));
    rule.q_weight.push_back(panels.weight[i] * std::exp(q.log_density(rule.x[i])));
  }
  return rule;
}

}  // namespace ganzoo
