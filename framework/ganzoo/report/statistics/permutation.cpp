#include <algorithm>
#include <boost/math/special_functions/binomial.hpp>
#include <cmath>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/report/statistics/location.hpp>
#include <ganzoo/report/statistics/permutation.hpp>
#include <limits>
#include <numeric>
#include <vector>

namespace ganzoo::report {
namespace {

constexpr double most_splits = 1e6;
constexpr std::uint64_t random_splits = 99'999;

std::vector<double> midranks(std::span<const double> values) {
  std::vector<double> ranks;
  for (const double v : values) {
    const auto below = std::ranges::count_if(values, [v](double other) { return other < v; });
    const auto equal = std::ranges::count(values, v);
    ranks.push_back(static_cast<double>(below) + static_cast<double>(equal + 1) / 2);
  }
  return ranks;
}

/// Σ over the first group, as the whole and the sizes are fixed, orders the splits as the difference of means does.
class Splits {
 public:
  Splits(std::span<const double> a, std::span<const double> b) : n_(a.size()) {
    std::vector<double> both(a.begin(), a.end());
    both.insert(both.end(), b.begin(), b.end());
    const bool infinite = std::ranges::any_of(both, [](double v) { return std::isinf(v); });
    values_ = infinite ? midranks(both) : rescaled(both);
    for (const double v : values_) whole_ += v, magnitude_ += std::abs(v);
    least_ =
        std::abs(difference(std::accumulate(values_.begin(), values_.begin() + static_cast<std::ptrdiff_t>(n_), 0.0)));
    least_ -= rounding * magnitude_ / static_cast<double>(std::min(n_, values_.size() - n_));
  }

  double ways() const {
    const auto all = static_cast<unsigned>(values_.size());
    return all > 1000 ? std::numeric_limits<double>::infinity()
                      : boost::math::binomial_coefficient<double>(all, static_cast<unsigned>(n_));
  }

  double exact_p() const {
    std::vector<bool> first(values_.size(), false);
    std::fill_n(first.begin(), n_, true);
    std::uint64_t hits = 0, all = 0;
    do {
      double sum = 0;
      for (std::size_t i = 0; i < values_.size(); ++i)
        if (first[i]) sum += values_[i];
      hits += is_extreme(sum);
      ++all;
    } while (std::prev_permutation(first.begin(), first.end()));
    return static_cast<double>(hits) / static_cast<double>(all);
  }

  double random_p() const {
    std::vector<std::int64_t> order(values_.size());
    std::uint64_t hits = 0;
    for (std::uint64_t i = 0; i < random_splits; ++i) {
      Rng(hash_name("permutation"), Purpose::other, i).fill_permutation(order);
      double sum = 0;
      for (std::size_t k = 0; k < n_; ++k) sum += values_[static_cast<std::size_t>(order[k])];
      hits += is_extreme(sum);
    }
    return static_cast<double>(hits + 1) / static_cast<double>(random_splits + 1);
  }

 private:
  double difference(double first_sum) const {
    return first_sum / static_cast<double>(n_) - (whole_ - first_sum) / static_cast<double>(values_.size() - n_);
  }
  bool is_extreme(double first_sum) const { return std::abs(difference(first_sum)) >= least_; }

  std::size_t n_;
  std::vector<double> values_;
  double whole_ = 0, magnitude_ = 0, least_ = 0;
};

}  // namespace

TwoSample permutation_test(std::span<const double> a, std::span<const double> b) {
  const auto undefined = [](double v) { return std::isnan(v); };
  if (a.empty() || b.empty() || std::ranges::any_of(a, undefined) || std::ranges::any_of(b, undefined))
    return {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};
  const Splits splits(a, b);
  if (splits.ways() > most_splits) return {splits.random_p(), 1.0 / static_cast<double>(random_splits + 1)};
  return {splits.exact_p(), (a.size() == b.size() ? 2 : 1) / splits.ways()};
}

}  // namespace ganzoo::report
