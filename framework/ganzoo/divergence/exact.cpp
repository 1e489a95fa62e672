#include <algorithm>
#include <array>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/divergence/f_math.hpp>
#include <ganzoo/divergence/quadrature.hpp>
#include <limits>

namespace ganzoo {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// A number as sign · e^log: the parts of an integrand far out in the tails, where densities underflow and f overflows.
struct Signed {
  double sign = 0, log = -infinity;
};

Signed signed_log(double x) { return {x > 0 ? 1.0 : x < 0 ? -1.0 : 0.0, std::log(std::abs(x))}; }

double value_of(const Signed& s) { return s.sign * std::exp(s.log); }

/// One side (r → ±∞) of a term of the log ratio r: log |term|, continued beyond the last r at which it is a double by
/// its slope there and that slope's own growth (none for powers of u; exponential for exp(u)).
class Tail {
 public:
  Tail(const FDivergence& f, bool activation, double side) : f_(&f), activation_(activation), side_(side) {
    double low = 0, high = 1e8;
    if (usable(high)) low = high;
    for (int i = 0; i < 60 && high - low > 1e-6 * (1 + low); ++i) {
      const double middle = 0.5 * (low + high);
      (usable(middle) ? low : high) = middle;
    }
    end_ = low;
    at_end_ = signed_log(term(end_));
    const double step = std::max(1e-3, 1e-2 * end_);
    const double one = signed_log(term(end_ - step)).log, two = signed_log(term(end_ - 2 * step)).log;
    const double last = (at_end_.log - one) / step, before = (one - two) / step;
    slope_ = last;
    const double growth = last > 1e-6 && before > 1e-6 ? std::log(last / before) / step : 0;
    growth_ = growth > 1e-2 ? growth : 0;
  }

  Signed operator()(double r) const {
    const double beyond = std::abs(r) - end_;
    if (beyond <= 0) return signed_log(term(std::abs(r)));
    if (at_end_.sign == 0) return at_end_;  // underflown: the other density has underflown with it
    const double rise = growth_ == 0 ? slope_ * beyond : slope_ * std::expm1(growth_ * beyond) / growth_;
    return {at_end_.sign, at_end_.log + rise};
  }

 private:
  double term(double distance) const {
    const double v = side_ * distance;
    return (activation_ ? f_->activation(v, Link::log_ratio) : f_->fused(v, Link::log_ratio)).value;
  }
  bool usable(double distance) const { return std::abs(term(distance)) < 1e290; }

  const FDivergence* f_;
  bool activation_;
  double side_, end_ = 0, slope_ = 0, growth_ = 0;
  Signed at_end_;
};

/// q f(p/q) = p T(r) − q C(r) with r = log p/q, on the line.
class Integrand {
 public:
  Integrand(const FDivergence& f, const Distribution& p, const Distribution& q)
      : p_(p), q_(q), t_{Tail(f, true, -1), Tail(f, true, 1)}, c_{Tail(f, false, -1), Tail(f, false, 1)} {}

  double operator()(double x) const {
    const auto [a, b] = parts(x);
    return value_of(a) - value_of(b);
  }
  /// log of the larger part.
  double log_size(double x) const {
    const auto [a, b] = parts(x);
    return std::max(a.log, b.log);
  }

 private:
  std::array<Signed, 2> parts(double x) const {
    const double lp = p_.log_density(x), lq = q_.log_density(x), r = lp - lq;
    Signed a = t_[r > 0](r), b = c_[r > 0](r);
    a.log += lp;
    b.log += lq;
    return {a, b};
  }

  const Distribution &p_, &q_;
  std::array<Tail, 2> t_, c_;
};

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

/// Where the integrand has fallen below e⁻⁸⁰ of its size in the middle, on one side; infinite where it never does.
double cut(const Integrand& h, double from, double scale, double side, double reference) {
  double distance = scale * 0x1p20;
  if (!(h.log_size(from + side * distance) < -700)) return infinity;
  while (distance > 1e-3 * scale && h.log_size(from + side * distance / 2) < reference - 80) distance /= 2;
  return distance;
}

double on_the_line(const FDivergence& f, const Distribution& p, const Distribution& q) {
  const Integrand h(f, p, q);
  const Extent e = extent_of(p, q);
  double reference = -infinity;
  for (double x : breaks_of(p, q, e.low - e.scale, e.high + e.scale, {0, 1, 2, 4}))
    reference = std::max(reference, h.log_size(x));
  if (reference == infinity) return infinity;
  const double left = cut(h, e.low, e.scale, -1, reference), right = cut(h, e.high, e.scale, 1, reference);
  if (left == infinity || right == infinity) return infinity;
  std::vector<double> breaks = breaks_of(p, q, e.low - left, e.high + right, {0, 1, 2, 4, 8, 16, 32, 64, 128, 256});
  return detail::integrate([&](double x) { return h(x); }, breaks);
}

double summed(const FDivergence& f, const std::vector<double>& p, const std::vector<double>& q) {
  double sum = 0, unreachable = 0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (q[i] == 0)
      unreachable += p[i];
    else
      sum += q[i] * (p[i] == 0 ? f.f_at_0() : f.f(p[i] / q[i]).value);
  }
  return unreachable > 0 ? sum + unreachable * f.f_prime_at_infinity() : sum;
}

void require_alike(const Distribution& p, const Distribution& q) {
  if (p.is_discrete() != q.is_discrete())
    throw Error(Exit::usage, "one distribution is discrete and the other is not: they have no common density");
  if (p.probabilities.size() != q.probabilities.size())
    throw Error(Exit::usage, "the two discrete distributions have different numbers of points");
}

}  // namespace

double exact_divergence(const FDivergence& f, const Distribution& p, const Distribution& q) {
  require_alike(p, q);
  return p.is_discrete() ? summed(f, p.probabilities, q.probabilities) : on_the_line(f, p, q);
}

DensityRule density_rule(const Distribution& p, const Distribution& q) {
  require_alike(p, q);
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
