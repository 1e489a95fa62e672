#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/binomial.hpp>
#include <cmath>
#include <ganzoo/report/statistics/best_of.hpp>
#include <ganzoo/report/statistics/location.hpp>
#include <limits>
#include <map>
#include <utility>

namespace ganzoo::report {
namespace {

constexpr std::size_t most_exact = 200;
constexpr double rounding_of_chances = 1e-12;

OrderBand band_at(std::size_t n, double alpha) {
  OrderBand band{alpha, {}, {}};
  for (std::size_t j = 1; j <= n; ++j) {
    const auto a = static_cast<double>(j), b = static_cast<double>(n + 1 - j);
    band.l.push_back(boost::math::ibeta_inv(a, b, alpha / 2));
    band.u.push_back(boost::math::ibetac_inv(a, b, alpha / 2));
  }
  return band;
}

/// How many of N uniform numbers are at most t, as t passes from end to end of the band.
class Counts {
 public:
  explicit Counts(std::size_t n) : n_(n), p_(n + 1, 0), choose_(n + 1) {
    p_[0] = 1;
    for (std::size_t m = 0; m <= n; ++m)
      for (std::size_t i = 0; i <= m; ++i)
        choose_[m].push_back(
            boost::math::binomial_coefficient<double>(static_cast<unsigned>(m), static_cast<unsigned>(i)));
  }

  /// Each of the numbers above the last t is at most this one with probability r.
  void advance(double t) {
    const double r = (t - at_) / (1 - at_);
    std::vector<double> within{1}, beyond{1}, next(n_ + 1, 0);
    for (std::size_t i = 0; i < n_; ++i) {
      within.push_back(within.back() * r);
      beyond.push_back(beyond.back() * (1 - r));
    }
    for (std::size_t j = 0; j <= n_; ++j)
      for (std::size_t m = j; p_[j] > 0 && m <= n_; ++m)
        next[m] += p_[j] * choose_[n_ - j][m - j] * within[m - j] * beyond[n_ - m];
    p_ = std::move(next);
    at_ = t;
  }
  void require_at_least(std::size_t j) { std::fill_n(p_.begin(), j, 0); }
  void require_below(std::size_t j) { std::fill(p_.begin() + static_cast<std::ptrdiff_t>(j), p_.end(), 0); }
  double probability() const {
    double sum = 0;
    for (const double p : p_) sum += p;
    return sum;
  }

 private:
  std::size_t n_;
  double at_ = 0;
  std::vector<double> p_;
  std::vector<std::vector<double>> choose_;
};

/// P(l_j ≤ U_(j) ≤ u_j for all j).
double probability(const OrderBand& band, Counts counts) {
  struct End {
    double t;
    bool upper;
    std::size_t j;
  };
  std::vector<End> ends;
  for (std::size_t j = 1; j <= band.l.size(); ++j) {
    ends.push_back({band.l[j - 1], false, j});
    ends.push_back({band.u[j - 1], true, j});
  }
  std::ranges::sort(ends, {}, &End::t);
  for (const End& end : ends) {
    counts.advance(end.t);
    if (end.upper)
      counts.require_at_least(end.j);
    else
      counts.require_below(end.j);
  }
  return counts.probability();
}

OrderBand exact_band(std::size_t n, double level) {
  static thread_local std::map<std::pair<std::size_t, double>, OrderBand> known;
  if (const auto found = known.find({n, level}); found != known.end()) return found->second;
  const Counts counts(n);
  double low = (1 - level) / static_cast<double>(n), high = 1 - level;  // Bonferroni's, and that of one number
  while (n > 1) {
    const double middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    (probability(band_at(n, middle), counts) >= level ? low : high) = middle;
  }
  return known[{n, level}] = band_at(n, n == 1 ? high : low);
}

/// F ± √(ln(2/α)/2N) around j/N, read at the j-th value from below (l) and just before it (u).
OrderBand dkw_band(std::size_t n, double level) {
  const auto all = static_cast<double>(n);
  const double half = std::sqrt(std::log(2 / (1 - level)) / (2 * all));
  OrderBand band{std::numeric_limits<double>::quiet_NaN(), {}, {}};
  for (std::size_t j = 1; j <= n; ++j) {
    band.l.push_back(std::max(0.0, static_cast<double>(j) / all - half));
    band.u.push_back(std::min(1.0, static_cast<double>(j - 1) / all + half));
  }
  return band;
}

/// A distribution with steps: F is `reached[i]` from `at[i]` on.
struct Steps {
  std::vector<double> at, reached;
};

double median_of_best(const Steps& f, bool higher, double k) {
  const double q = higher ? std::exp2(-1 / k) : -std::expm1(-std::log(2.0) / k);
  for (std::size_t i = 0; i < f.at.size(); ++i)
    if (q <= f.reached[i] + rounding_of_chances) return f.at[i];
  return f.at.back();
}

double mean_of_best(const Steps& f, bool higher, double k) {
  double sum = 0, before = 0;
  for (std::size_t i = 0; i < f.at.size(); ++i) {
    const double after = f.reached[i];
    const double weight =
        higher ? std::pow(after, k) - std::pow(before, k) : std::pow(1 - before, k) - std::pow(1 - after, k);
    if (weight > 0) sum += weight * f.at[i];
    before = after;
  }
  return sum;
}

/// Σ y_(j) (C(j, k) − C(j − 1, k)) / C(N, k), y from the worst to the best: the j-th is the best of C(j − 1, k − 1)
/// choices. C(j − 1, k − 1)/C(N, k) is built up by ratios: no binomial overflows.
double mean_without_replacement(std::vector<double> y, bool higher, std::int64_t k) {
  if (!higher) std::ranges::reverse(y);
  const auto n = static_cast<double>(y.size()), budget = static_cast<double>(k);
  double share = budget / n, sum = 0;  // of the best
  for (std::size_t i = y.size(); i-- > 0 && share > 0;) {
    sum += share * y[i];
    const auto j = static_cast<double>(i);
    share *= j > 0 ? std::max(0.0, (j + 1 - budget) / j) : 0;
  }
  return sum;
}

}  // namespace

OrderBand order_band(std::size_t n, double level) {
  return n <= most_exact ? exact_band(n, level) : dkw_band(n, level);
}

std::vector<BestOf> best_of(std::span<const double> scores, bool higher_is_better, const Bounds& bounds,
                            std::span<const std::int64_t> budgets, double level) {
  const std::vector<double> y = sorted(scores);
  const OrderBand band = order_band(y.size(), level);
  Steps point, upper{{bounds.lower}, band.u}, lower{y, band.l};
  for (std::size_t j = 1; j <= y.size(); ++j) {
    point.at.push_back(y[j - 1]);
    point.reached.push_back(static_cast<double>(j) / static_cast<double>(y.size()));
    upper.at.push_back(y[j - 1]);
  }
  upper.reached.push_back(1);
  lower.at.push_back(bounds.upper);
  lower.reached.push_back(1);
  std::vector<BestOf> rows;
  for (const std::int64_t budget : budgets) {
    const auto k = static_cast<double>(budget);
    const auto median = [&](const Steps& f) { return median_of_best(f, higher_is_better, k); };
    const auto mean = [&](const Steps& f) { return mean_of_best(f, higher_is_better, k); };
    rows.push_back({budget, median(point), median(upper), median(lower), mean(point), mean(upper), mean(lower),
                    mean_without_replacement(y, higher_is_better, budget)});
  }
  return rows;
}

std::vector<double> reported_of_best(std::span<const double> scores, std::span<const double> reports,
                                     bool higher_is_better, std::span<const std::int64_t> budgets) {
  const auto n = static_cast<double>(scores.size());
  std::vector<double> curve;
  for (const std::int64_t budget : budgets) {
    double sum = 0;
    for (std::size_t i = 0; i < scores.size(); ++i) {
      double worse = 0, equal = 0;
      for (const double other : scores) {
        equal += other == scores[i];
        worse += other != scores[i] && (other < scores[i]) == higher_is_better;
      }
      const auto k = static_cast<double>(budget);
      sum += reports[i] * (std::pow((worse + equal) / n, k) - std::pow(worse / n, k)) / equal;
    }
    curve.push_back(sum);
  }
  return curve;
}

std::vector<std::int64_t> doubling_budgets(std::int64_t n) {
  std::vector<std::int64_t> budgets;
  for (std::int64_t k = 1; k < n; k *= 2) budgets.push_back(k);
  if (n > 0) budgets.push_back(n);
  return budgets;
}

}  // namespace ganzoo::report
