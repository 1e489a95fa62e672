#include <algorithm>
#include <cmath>
#include <ganzoo/report/statistics/choice.hpp>
#include <ganzoo/report/statistics/location.hpp>

namespace ganzoo::report {
namespace {

template <class Counts>
std::optional<std::size_t> best_where(std::span<const double> values, bool higher, const Counts& counts) {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!counts(values[i])) continue;
    if (!best || (higher ? values[i] > values[*best] : values[i] < values[*best])) best = i;
  }
  return best;
}

}  // namespace

std::optional<std::size_t> best_place(std::span<const double> values, bool higher_is_better) {
  return best_where(values, higher_is_better, [](double v) { return std::isfinite(v); });
}

std::optional<std::size_t> winner_of(std::span<const double> scores, bool higher_is_better) {
  return best_where(scores, higher_is_better, [](double v) { return !std::isnan(v); });
}

std::vector<std::optional<std::size_t>> best_for_others(const std::vector<std::vector<double>>& curves,
                                                        bool higher_is_better) {
  std::vector<std::optional<std::size_t>> chosen;
  for (std::size_t seed = 0; seed < curves.size(); ++seed) {
    std::vector<double> means;
    for (std::size_t i = 0; curves.size() > 1 && i < curves[seed].size(); ++i) {
      std::vector<double> others;
      for (std::size_t other = 0; other < curves.size(); ++other)
        if (other != seed) others.push_back(curves[other][i]);
      means.push_back(mean_of(others));  // not finite where one is not
    }
    chosen.push_back(best_place(means, higher_is_better));
  }
  return chosen;
}

double score_of(std::span<const double> selection_values) {
  const bool infinite = std::ranges::any_of(selection_values, [](double v) { return std::isinf(v); });
  return infinite ? median_of(selection_values) : mean_of(selection_values);
}

}  // namespace ganzoo::report
