/// The mathematics of an f-divergence from its formula: f′ and f″ by nested duals, limits, f* as a numeric supremum
/// where none is given, the log-ratio link from f where it has no form of its own.
#pragma once

#include <cmath>
#include <ganzoo/core/ball.hpp>
#include <ganzoo/core/dual.hpp>
#include <ganzoo/divergence/author.hpp>
#include <ganzoo/divergence/exact/exact.hpp>
#include <ganzoo/divergence/exact/plateau.hpp>
#include <ganzoo/divergence/f_math.hpp>
#include <ganzoo/divergence/f_numerics.hpp>
#include <limits>
#include <optional>

namespace ganzoo::detail {

/// Of an author's struct T, what FDivergence asks; find_tangent() comes before all of it.
template <class T>
class DerivedMathematics : public FDivergence, public T {
  static_assert(
      requires(const T& t, Number u) { t.f(u); }, "an f-divergence needs `auto f(auto u) const`");
  static_assert(!GivesActivation<T> || GivesConjugate<T> || GivesConjugateOfActivation<T>,
                "beside activation(v), give conjugate(t) or conjugate_of_activation(v)");

 public:
  Derivatives f(double u) const override {
    const auto y = T::f(Dual<Number>(Number(u, 1.0), Number(1.0)));
    const double first = y.value.slope, second = y.slope.slope;
    // Where f′ has left the doubles, so has f″; duals know only ∞ · 0.
    return {y.value.value, first, std::isinf(first) && std::isnan(second) ? std::abs(first) : second};
  }
  Enclosed tangent() const override { return tangent_; }
  Enclosed excess(const Ball& u) const override {
    if constexpr (GivesExcess<T>) {
      const Dual<Ball> y = T::excess(Dual<Ball>(u, Ball::exactly(1)));
      return {y.value, y.slope};
    } else {
      const auto [value, first] = enclosed(u);
      return {value - tangent_.value - tangent_.first * (u - Ball::exactly(1)), first - tangent_.first};
    }
  }
  std::optional<Ball> between_normals(const Distribution& p, const Distribution& q) const override {
    if constexpr (GivesBetweenNormals<T>) return T::between_normals(p, q);
    return {};
  }
  double f_at_0() const override {
    if constexpr (GivesFAt0<T>) return T::f_at_0();
    if constexpr (GivesConjugateOfLogRatio<T>) return -limit_of_form(term_fused(Link::log_ratio), -1);
    const auto rising = [this](double s) { return not_negative(excess_at(-s).value); };
    return (plateau(rising).value + tangent_.value - tangent_.first).value();
  }
  double f_prime_at_infinity() const override {
    if constexpr (GivesFPrimeAtInfinity<T>) return T::f_prime_at_infinity();
    if constexpr (GivesLogRatio<T>) return limit_of_form(term_activation(Link::log_ratio), 1);
    const auto rising = [this](double s) { return not_negative(excess_at(s).value / ratio_at(s)); };
    return (plateau(rising).value + tangent_.first).value();
  }
  ConjugateDomain domain() const override {
    if (domain_) return *domain_;
    if constexpr (GivesDomain<T>) return T::domain();
    const double high = f_prime_at_infinity();
    return {high, std::isfinite(high) && std::isfinite(conjugate_at_the_end())};
  }
  Derivatives conjugate(double t) const override {
    if constexpr (GivesConjugate<T>) {
      const auto [high, closed] = domain();
      if (t < high || (t == high && closed && !T::about.strictly_convex)) {
        const Number y = T::conjugate(Number(t, 1.0));
        return {y.value, y.slope};
      }
    }
    return numeric_conjugate(t);
  }
  bool has_conjugate() const override { return GivesConjugate<T>; }
  Derivatives numeric_conjugate(double t) const override {
    const ConjugateDomain domain = this->domain();
    // The end of a closed domain is reached only as u → ∞.
    if (t == domain.high && domain.closed && T::about.strictly_convex)
      return {conjugate_at_the_end(), std::numeric_limits<double>::infinity()};
    if constexpr (GivesLogRatio<T> && GivesConjugateOfLogRatio<T>)
      return conjugate_from_pair(t, term_activation(Link::log_ratio), term_fused(Link::log_ratio), f_at_0(), domain);
    return conjugate_from_f(
        t, [this](const Ball& u) { return enclosed(u); }, f_at_0(), domain);
  }

  bool has(Link link) const override { return link == Link::published ? GivesActivation<T> : T::about.strictly_convex; }
  Derivatives activation(double v, Link link) const override {
    Derivatives result;
    with_link(link, [&](const auto& activation, const auto&) { result = at(activation, v); });
    return result;
  }
  Derivatives fused(double v, Link link) const override {
    Derivatives result;
    with_link(link, [&](const auto&, const auto& fused) { result = at(fused, v); });
    return result;
  }
  SafeScores safe_scores(Link link) const override {
    const SafeScores certified = certified_scores(link);
    return {intersection(representable(term_activation(link)), certified.activation),
            intersection(representable(term_fused(link)), certified.fused)};
  }
  SafeScores certified_scores(Link link) const override {
    const bool published = link == Link::published;
    SafeScores result{everywhere, everywhere};
    if (!published && !GivesLogRatio<T>)
      result.activation = intersection(certified(term_activation(link)), detail::enclosed(enclosed_activation()));
    if (!(published ? GivesConjugateOfActivation<T> : GivesConjugateOfLogRatio<T>))
      result.fused = certified(term_fused(link));
    if (!published && !GivesConjugateOfLogRatio<T>)
      result.fused = intersection(result.fused, detail::enclosed(enclosed_fused()));
    return result;
  }

 protected:
  /// Once, after the parameters are set.
  void find_tangent() { tangent_ = enclosed(Ball::exactly(1)); }
  /// Likewise, where f* is asked for every score: its domain is a limit, found by many evaluations.
  void keep_domain() { domain_ = domain(); }

  /// Calls use(activation, fused) with the two terms of a link, chosen once and not for each score.
  template <class Use>
  void with_link(Link link, Use&& use) const {
    if constexpr (GivesActivation<T>) {
      if (link == Link::published)
        return use([this](Number v) -> Number { return T::activation(v); },
                   [this](Number v) { return published_fused(v); });
    }
    use([this](Number v) { return log_ratio_activation(v); }, [this](Number v) { return log_ratio_fused(v); });
  }

 private:
  Enclosed enclosed(const Ball& u) const {
    const Dual<Ball> y = T::f(Dual<Ball>(u, Ball::exactly(1)));
    return {y.value, y.slope};
  }
  static Ball ratio_at(double log_ratio) { return exp(Ball::exactly(log_ratio)).centre_only(); }
  Enclosed excess_at(double log_ratio) const { return excess(ratio_at(log_ratio)); }

  template <class F>
  static Derivatives at(const F& term, double v) {
    const Number y = term(Number(v, 1.0));
    return {y.value, y.slope};
  }

  Number published_fused(Number v) const {
    if constexpr (GivesConjugateOfActivation<T>)
      return T::conjugate_of_activation(v);
    else
      return T::conjugate(T::activation(v));
  }
  Number log_ratio_activation(Number v) const {
    if constexpr (GivesLogRatio<T>)
      return T::log_ratio(v);
    else
      return T::f(Dual<Number>(exp(v), Number(1.0))).slope;
  }
  Number log_ratio_fused(Number v) const {
    if constexpr (GivesConjugateOfLogRatio<T>) {
      return T::conjugate_of_log_ratio(v);
    } else {
      const Number u = exp(v), t = log_ratio_activation(v);
      // dC/dv = eᵛ dT/dv: the slope itself does not cancel.
      return {u.value * t.value - T::f(u).value, u.value * t.slope};
    }
  }

  Term term_activation(Link link) const {
    return [this, link](double v) { return activation(v, link); };
  }
  Term term_fused(Link link) const {
    return [this, link](double v) { return fused(v, link); };
  }
  Enclosure enclosed_activation() const {
    return [this](double v) { return enclosed(ratio_at(v)).first; };
  }
  Enclosure enclosed_fused() const {
    return [this](double v) {
      const Ball u = ratio_at(v);
      const auto [value, first] = enclosed(u);
      return u * first - value;
    };
  }
  double conjugate_at_the_end() const {
    if constexpr (GivesConjugateOfLogRatio<T>) return limit_of_form(term_fused(Link::log_ratio), 1);
    // u f′(u) − f(u) rises with u; above its value at 1 it is not negative.
    const auto rising = [this](double s) {
      const auto [value, first] = excess_at(s);
      return not_negative(ratio_at(s) * first - value);
    };
    return (plateau(rising).value + tangent_.first - tangent_.value).value();
  }

  Enclosed tangent_;
  std::optional<ConjugateDomain> domain_;
};

}  // namespace ganzoo::detail
