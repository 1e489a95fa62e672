#include <algorithm>
#include <bit>
#include <cmath>
#include <ganzoo/core/numbers.hpp>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/report/statistics/location.hpp>
#include <ganzoo/report/statistics/sign_flip.hpp>
#include <vector>

namespace ganzoo::report {
namespace {

constexpr std::uint64_t random_flips = 99'999, random_subsets = 9'999;
constexpr std::size_t exact_subsets = 12;

/// One stream for all groups and metrics: the same flips decide about the same number of pairs.
class Coins {
 public:
  Coins(const char* what, std::size_t pairs) : rng_(hash_name(what), Purpose::other), words_((pairs + 31) / 32) {}
  bool heads(std::uint64_t throw_number, std::size_t pair) const {
    return (rng_.bits(throw_number * words_ + pair / 32) >> (pair % 32) & 1U) != 0;
  }

 private:
  Rng rng_;
  std::size_t words_;
};

bool has_infinite(std::span<const double> d) {
  return std::ranges::any_of(d, [](double v) { return std::isinf(v); });
}

/// sign(d) times the rank of |d|, ties sharing their mean rank; zeros are ranked and count 0.
std::vector<double> signed_midranks(std::span<const double> d) {
  std::vector<double> ranks;
  for (const double v : d) {
    double below = 0, equal = 0;
    for (const double other : d) {
      below += std::abs(other) < std::abs(v);
      equal += std::abs(other) == std::abs(v);
    }
    ranks.push_back(v == 0 ? 0 : std::copysign(below + (equal + 1) / 2, v));
  }
  return ranks;
}

/// Calls visit with Σ ±d for each of the 2ⁿ signs, in Gray code's order: one addition each, summed anew now and then.
template <class Visit>
void for_every_flip(std::span<const double> d, const Visit& visit) {
  constexpr std::uint64_t anew = 4096;
  const std::uint64_t all = std::uint64_t{1} << d.size();
  double sum = 0;
  for (std::uint64_t i = 0; i < all; ++i) {
    const std::uint64_t signs = i ^ (i >> 1U);
    if (i % anew == 0) {
      sum = 0;
      for (std::size_t k = 0; k < d.size(); ++k) sum += (signs >> k & 1U) != 0 ? -d[k] : d[k];
    } else {
      const auto k = static_cast<std::size_t>(std::countr_zero(i));
      sum += (signs >> k & 1U) != 0 ? -2 * d[k] : 2 * d[k];
    }
    visit(sum);
  }
}

template <class Visit>
void for_random_flips(std::span<const double> d, const Visit& visit) {
  const Coins coins("sign-flip", d.size());
  for (std::uint64_t i = 0; i < random_flips; ++i) {
    double sum = 0;
    for (std::size_t k = 0; k < d.size(); ++k) sum += coins.heads(i, k) ? -d[k] : d[k];
    visit(sum);
  }
}

/// The share of flips whose sum is extreme: of all, or of the random ones and the observed.
template <class IsExtreme>
double share_of_flips(std::span<const double> d, const IsExtreme& is_extreme) {
  std::uint64_t hits = 0;
  const auto count = [&](double sum) { hits += is_extreme(sum); };
  if (d.size() <= exact_pairs) {
    for_every_flip(d, count);
    return std::ldexp(static_cast<double>(hits), -static_cast<int>(d.size()));
  }
  for_random_flips(d, count);
  return static_cast<double>(hits + 1) / static_cast<double>(random_flips + 1);
}

struct Sums {
  double sum = 0, magnitude = 0;
  explicit Sums(std::span<const double> d) {
    for (const double v : d) sum += v, magnitude += std::abs(v);
  }
};

/// P(Σ ±d ≥ Σ d).
double one_sided_p(std::span<const double> differences) {
  const std::vector<double> d = has_infinite(differences) ? signed_midranks(differences) : rescaled(differences);
  const Sums observed(d);
  const double least = observed.sum - rounding * observed.magnitude;
  return share_of_flips(d, [least](double sum) { return sum >= least; });
}

/// The means of all non-empty subsets, or of random ones; sorted.
std::vector<double> subset_means(std::span<const double> d) {
  std::vector<double> means;
  const auto add = [&](const auto& is_in) {
    std::vector<double> chosen;
    for (std::size_t k = 0; k < d.size(); ++k)
      if (is_in(k)) chosen.push_back(d[k]);
    if (!chosen.empty()) means.push_back(mean_of(chosen));
  };
  if (d.size() <= exact_subsets) {
    for (std::uint64_t i = 1; i < std::uint64_t{1} << d.size(); ++i)
      add([i](std::size_t k) { return (i >> k & 1U) != 0; });
  } else {
    const Coins coins("subset means", d.size());
    for (std::uint64_t i = 0; means.size() < random_subsets; ++i) add([&](std::size_t k) { return coins.heads(i, k); });
  }
  std::ranges::sort(means);
  return means;
}

}  // namespace

double sign_flip_p(std::span<const double> differences) {
  if (differences.empty() || std::ranges::any_of(differences, [](double v) { return std::isnan(v); })) return undefined;
  const std::vector<double> d = has_infinite(differences) ? signed_midranks(differences) : rescaled(differences);
  const Sums observed(d);
  const double least = std::abs(observed.sum) - rounding * observed.magnitude;
  return share_of_flips(d, [least](double sum) { return std::abs(sum) >= least; });
}

double least_p(std::size_t pairs) {
  return pairs <= exact_pairs ? std::ldexp(2.0, -static_cast<int>(pairs)) : 1.0 / static_cast<double>(random_flips + 1);
}

Interval difference_interval(std::span<const double> differences) {
  Interval interval;
  interval.n = static_cast<std::int64_t>(differences.size());
  const bool infinite = has_infinite(differences);
  interval.summary = infinite ? "median" : "mean";
  interval.center = infinite ? median_of(differences) : mean_of(differences);
  if (interval.n < interval_from || std::isnan(interval.center)) return interval;
  const std::vector<double> ascending = infinite ? sorted(differences) : subset_means(differences);
  const double all = static_cast<double>(ascending.size()) + 1;
  const auto k = infinite ? std::size_t{1} : std::max(std::size_t{1}, static_cast<std::size_t>(0.025 * all));
  interval.low = ascending[k - 1];
  interval.high = ascending[ascending.size() - k];
  interval.level = infinite ? 1 - least_p(differences.size()) : 1 - 2 * static_cast<double>(k) / all;
  interval.rule = infinite ? "range" : "subset means";
  return interval;
}

double equivalence_p(std::span<const double> differences, double margin) {
  if (differences.empty()) return undefined;
  std::vector<double> above, below;
  for (const double d : differences) {
    above.push_back(d + margin);
    below.push_back(margin - d);
  }
  return std::max(one_sided_p(above), one_sided_p(below));
}

}  // namespace ganzoo::report
