/// What a method is worth that was tuned: the best of k settings drawn at random, with a band that holds for all k at
/// once (after Lourie, Cho & He, arXiv 2311.09480; the band's constant exact here).
#pragma once

#include <cstdint>
#include <ganzoo/report/statistics/interval.hpp>
#include <span>
#include <vector>

namespace ganzoo::report {

/// Weights between which all order statistics of N uniform numbers lie together, l_j ≤ U_(j) ≤ u_j, with the level's
/// probability exactly: equal-tailed quantiles of Beta(j, N + 1 − j) at one alpha. Beyond 200: Dvoretzky, Kiefer &
/// Wolfowitz' inequality with Massart's constant.
struct OrderBand {
  double alpha;  ///< NaN beyond 200
  std::vector<double> l, u;
};
OrderBand order_band(std::size_t n, double level = 0.95);

struct BestOf {
  std::int64_t k;
  double median, median_low, median_high;
  double mean, mean_low, mean_high;  ///< infinite where the bound on that side is
  double mean_without_replacement;   ///< of k distinct settings, unbiased
};

/// For each budget k ≤ N = scores.size(): what the best of k settings scores.
std::vector<BestOf> best_of(std::span<const double> scores, bool higher_is_better, const Bounds& bounds,
                            std::span<const std::int64_t> budgets, double level = 0.95);

/// For each budget the mean report of the setting whose score wins k draws: `reports[i]` belongs to `scores[i]`.
std::vector<double> reported_of_best(std::span<const double> scores, std::span<const double> reports,
                                     bool higher_is_better, std::span<const std::int64_t> budgets);

/// 1, 2, 4, …, N: what a table prints.
std::vector<std::int64_t> doubling_budgets(std::int64_t n);

}  // namespace ganzoo::report
