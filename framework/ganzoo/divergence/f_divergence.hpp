/// An f-divergence from its formula: the adaptor that turns `struct Kl { auto f(auto u) const { return xlogx(u); } };`
/// into a component.
///
/// What an author writes, all but `f` optional, each a template over the number (`auto`), each a const member:
///
///     f(u)                        convex, f(1) = 0
///     activation(v)               the published link: g(v), from R into dom f*, increasing
///     conjugate(t)                f*(t) inside its domain
///     conjugate_of_activation(v)  f*(g(v)), where composing the two would cancel
///     log_ratio(v)                f′(eᵛ), without the cancellation that deriving it from f may have
///     conjugate_of_log_ratio(v)   f*(f′(eᵛ)) = eᵛ f′(eᵛ) − f(eᵛ), likewise
///     excess(u)                   f(u) − f(1) − f′(1)(u − 1), what exact values are computed from, where it cancels
///     f_at_0(), f_prime_at_infinity(), domain()     plain numbers, where the limits found by themselves are wrong
///
/// Everything else is derived: f′ and f″ by nested duals, f* as a numeric supremum (for eval and check only), the
/// log-ratio link from f on the range where its rounding noise is certified below 10⁻⁵.
#pragma once

#include <ganzoo/core/ball.hpp>
#include <ganzoo/core/dual.hpp>
#include <ganzoo/divergence/divergence.hpp>
#include <ganzoo/divergence/exact/exact.hpp>
#include <ganzoo/divergence/exact/plateau.hpp>
#include <ganzoo/divergence/f_math.hpp>
#include <ganzoo/divergence/f_numerics.hpp>
#include <ganzoo/divergence/forms.hpp>
#include <limits>
#include <string>
#include <tuple>

namespace ganzoo {
namespace detail {

using Number = Dual<double>;

template <class T>
concept GivesActivation = requires(const T& t, Number v) {
  t.activation(v);
};
template <class T>
concept GivesConjugate = requires(const T& t, Number v) {
  t.conjugate(v);
};
template <class T>
concept GivesConjugateOfActivation = requires(const T& t, Number v) {
  t.conjugate_of_activation(v);
};
template <class T>
concept GivesLogRatio = requires(const T& t, Number v) {
  t.log_ratio(v);
};
template <class T>
concept GivesConjugateOfLogRatio = requires(const T& t, Number v) {
  t.conjugate_of_log_ratio(v);
};
template <class T>
concept GivesExactValue = requires(const T& t, const Distribution& p) {
  t.exact_value(p, p);
};
template <class T>
concept GivesExcess = requires(const T& t, Number u) {
  t.excess(u);
};
template <class T>
concept GivesFAt0 = requires(const T& t) {
  t.f_at_0();
};
template <class T>
concept GivesFPrimeAtInfinity = requires(const T& t) {
  t.f_prime_at_infinity();
};
template <class T>
concept GivesDomain = requires(const T& t) {
  t.domain();
};
template <class T>
concept GivesPrepare = requires(T& t) {
  t.prepare();
};

template <class T>
constexpr auto parameters_of() {
  if constexpr (requires { T::parameters; })
    return T::parameters;
  else
    return std::tuple{};
}

/// Marks a parameter as one of the kind's own.
constexpr auto of_the_kind(auto parameter) {
  parameter.kind_key = true;
  return parameter;
}

/// Mean of a term over the scores, in double; gradient = sign · slope / n. Scores out of `safe` are evaluated at its
/// end, continued with that slope, and counted. An empty gradient is not wanted.
template <class Term>
double mean_term(const Term& term, const Interval& safe, ConstMatrix scores, Matrix gradient, double sign,
                 double& saturated) {
  const std::int64_t n = scores.size();
  const double weight = sign / static_cast<double>(n);
  double sum = 0;
  for (std::int64_t i = 0; i < n; ++i) {
    const double v = scores.data[i], at = v < safe.low ? safe.low : v > safe.high ? safe.high : v;
    const Number y = term(Number(at, 1.0));
    sum += y.value + (v == at ? 0 : y.slope * (v - at));
    if (gradient.data) gradient.data[i] = static_cast<float>(weight * y.slope);
    saturated += v != at;
  }
  return sum / static_cast<double>(n);
}

}  // namespace detail

template <class T>
class f_divergence final : public Divergence, public FDivergence, public T {
  static_assert(
      requires(const T& t, detail::Number u) { t.f(u); }, "an f-divergence needs `auto f(auto u) const`");
  static_assert(!detail::GivesActivation<T> || detail::GivesConjugate<T> || detail::GivesConjugateOfActivation<T>,
                "beside activation(v), give conjugate(t) or conjugate_of_activation(v)");

  std::string link_name_{name_of(default_link())};
  std::string generator_loss_ = "saturating";

 public:
  static constexpr About about = T::about;
  static constexpr auto parameters = std::tuple_cat(
      detail::parameters_of<T>(),
      std::tuple{detail::of_the_kind(choice("link", &f_divergence::link_name_,
                                            "how a score becomes T: the published activation, or T = f′(p/q) with the "
                                            "score read as log p/q",
                                            "published", "log_ratio")),
                 detail::of_the_kind(choice("generator_loss", &f_divergence::generator_loss_,
                                            "saturating: −E_Q f*(g(v)), the critic's own objective; non_saturating: "
                                            "−E_Q g(v)",
                                            "saturating", "non_saturating"))});

  void prepare() override {
    if constexpr (detail::GivesPrepare<T>) T::prepare();
    link_ = parse_link(link_name_);
    if (!has(link_)) detail::refuse_link(about.title, link_);
    tangent_ = enclosed(Ball::exactly(1));
    saturating_ = generator_loss_ == "saturating";
    safe_ = safe_scores(link_);
  }

  DivergenceTraits traits() const override {
    return {.zero_sum = saturating_, .has_non_saturating = true, .estimates = true};
  }

  Objective critic(ConstMatrix real, ConstMatrix fake, Matrix real_gradient, Matrix fake_gradient) override {
    return bound(real, fake, real_gradient, fake_gradient);
  }
  double estimate(ConstMatrix real, ConstMatrix fake) const override { return bound(real, fake, {}, {}).value; }

  Objective generator(ConstMatrix, ConstMatrix fake, Matrix, Matrix fake_gradient) override {
    Objective result;
    with_link(link_, [&](const auto& activation, const auto& fused) {
      result.value = saturating_
                         ? -detail::mean_term(fused, safe_.fused, fake, fake_gradient, -1, result.saturated)
                         : -detail::mean_term(activation, safe_.activation, fake, fake_gradient, -1, result.saturated);
    });
    return result;
  }

  const FDivergence* mathematics() const override { return this; }

  // ---- FDivergence ----

  Derivatives f(double u) const override {
    const auto y = T::f(Dual<detail::Number>(detail::Number(u, 1.0), detail::Number(1.0)));
    const double first = y.value.slope, second = y.slope.slope;
    // Where f′ has left the doubles, so has f″; duals know only ∞ · 0.
    return {y.value.value, first, std::isinf(first) && std::isnan(second) ? std::abs(first) : second};
  }
  Enclosed tangent() const override { return tangent_; }
  Enclosed excess(const Ball& u) const override {
    if constexpr (detail::GivesExcess<T>) {
      const Dual<Ball> y = T::excess(Dual<Ball>(u, Ball::exactly(1)));
      return {y.value, y.slope};
    } else {
      const auto [value, first] = enclosed(u);
      return {value - tangent_.value - tangent_.first * (u - Ball::exactly(1)), first - tangent_.first};
    }
  }
  double f_at_0() const override {
    if constexpr (detail::GivesFAt0<T>) return T::f_at_0();
    if constexpr (detail::GivesConjugateOfLogRatio<T>) return -detail::limit_of_form(term_fused(Link::log_ratio), -1);
    const auto rising = [this](double s) { return detail::not_negative(excess_at(-s).value); };
    return (detail::plateau(rising).value + tangent_.value - tangent_.first).value();
  }
  double f_prime_at_infinity() const override {
    if constexpr (detail::GivesFPrimeAtInfinity<T>) return T::f_prime_at_infinity();
    if constexpr (detail::GivesLogRatio<T>) return detail::limit_of_form(term_activation(Link::log_ratio), 1);
    const auto rising = [this](double s) { return detail::not_negative(excess_at(s).value / ratio_at(s)); };
    return (detail::plateau(rising).value + tangent_.first).value();
  }
  ConjugateDomain domain() const override {
    if constexpr (detail::GivesDomain<T>) return T::domain();
    const double high = f_prime_at_infinity();
    return {high, std::isfinite(high) && std::isfinite(conjugate_at_the_end())};
  }
  Derivatives conjugate(double t) const override {
    if constexpr (detail::GivesConjugate<T>) {
      const auto [high, closed] = domain();
      if (t < high || (t == high && closed && !about.strictly_convex)) {
        const detail::Number y = T::conjugate(detail::Number(t, 1.0));
        return {y.value, y.slope};
      }
    }
    return numeric_conjugate(t);
  }
  bool has_conjugate() const override { return detail::GivesConjugate<T>; }
  Derivatives numeric_conjugate(double t) const override {
    const ConjugateDomain domain = this->domain();
    // The end of a closed domain is reached only as u → ∞.
    if (t == domain.high && domain.closed && about.strictly_convex)
      return {conjugate_at_the_end(), std::numeric_limits<double>::infinity()};
    const Derivatives by_slope = detail::conjugate_from_pair(t, term_activation(Link::log_ratio),
                                                             term_fused(Link::log_ratio), f_at_0(), domain);
    if constexpr (detail::GivesLogRatio<T> && detail::GivesConjugateOfLogRatio<T>) return by_slope;
    if (!(t < domain.high)) return by_slope;
    // Far out the derived terms are rounding noise, and no slope tells the maximiser.
    const Derivatives by_value = detail::conjugate_from_values(t, [this](double u) { return f(u); }, f_at_0());
    const bool lost = !(by_slope.value >= by_value.value - 1e-13 * (1 + std::abs(by_value.value)));
    return lost ? by_value : by_slope;
  }

  bool has(Link link) const override {
    return link == Link::published ? detail::GivesActivation<T> : about.strictly_convex;
  }
  Link link() const override { return link_; }
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
    return {detail::intersection(detail::representable(term_activation(link)), certified.activation),
            detail::intersection(detail::representable(term_fused(link)), certified.fused)};
  }
  SafeScores certified_scores(Link link) const override {
    const bool published = link == Link::published;
    SafeScores certified{detail::everywhere, detail::everywhere};
    if (!published && !detail::GivesLogRatio<T>) certified.activation = detail::certified(term_activation(link));
    if (!(published ? detail::GivesConjugateOfActivation<T> : detail::GivesConjugateOfLogRatio<T>))
      certified.fused = detail::certified(term_fused(link));
    return certified;
  }

 private:
  Enclosed enclosed(const Ball& u) const {
    const Dual<Ball> y = T::f(Dual<Ball>(u, Ball::exactly(1)));
    return {y.value, y.slope};
  }
  static Ball ratio_at(double log_ratio) { return exp(Ball::exactly(log_ratio)).centre_only(); }
  Enclosed excess_at(double log_ratio) const { return excess(ratio_at(log_ratio)); }
  static constexpr Link default_link() { return detail::GivesActivation<T> ? Link::published : Link::log_ratio; }

  /// E_P T − E_Q f*(T).
  Objective bound(ConstMatrix real, ConstMatrix fake, Matrix real_gradient, Matrix fake_gradient) const {
    Objective result;
    with_link(link_, [&](const auto& activation, const auto& fused) {
      result.value = detail::mean_term(activation, safe_.activation, real, real_gradient, 1, result.saturated) -
                     detail::mean_term(fused, safe_.fused, fake, fake_gradient, -1, result.saturated);
    });
    result.estimate = result.value;
    return result;
  }

  template <class F>
  static Derivatives at(const F& term, double v) {
    const detail::Number y = term(detail::Number(v, 1.0));
    return {y.value, y.slope};
  }

  /// Calls use(activation, fused) with the two terms of a link, chosen once and not for each score.
  template <class Use>
  void with_link(Link link, Use&& use) const {
    if constexpr (detail::GivesActivation<T>) {
      if (link == Link::published)
        return use([this](detail::Number v) -> detail::Number { return T::activation(v); },
                   [this](detail::Number v) { return published_fused(v); });
    }
    use([this](detail::Number v) { return log_ratio_activation(v); },
        [this](detail::Number v) { return log_ratio_fused(v); });
  }
  detail::Number published_fused(detail::Number v) const {
    if constexpr (detail::GivesConjugateOfActivation<T>)
      return T::conjugate_of_activation(v);
    else
      return T::conjugate(T::activation(v));
  }
  detail::Number log_ratio_activation(detail::Number v) const {
    if constexpr (detail::GivesLogRatio<T>)
      return T::log_ratio(v);
    else
      return T::f(Dual<detail::Number>(exp(v), detail::Number(1.0))).slope;
  }
  detail::Number log_ratio_fused(detail::Number v) const {
    if constexpr (detail::GivesConjugateOfLogRatio<T>) {
      return T::conjugate_of_log_ratio(v);
    } else {
      const detail::Number u = exp(v), t = log_ratio_activation(v);
      // dC/dv = eᵛ dT/dv: the slope itself does not cancel.
      return {u.value * t.value - T::f(u).value, u.value * t.slope};
    }
  }

  detail::Term term_activation(Link link) const {
    return [this, link](double v) { return activation(v, link); };
  }
  detail::Term term_fused(Link link) const {
    return [this, link](double v) { return fused(v, link); };
  }
  double conjugate_at_the_end() const {
    if constexpr (detail::GivesConjugateOfLogRatio<T>) return detail::limit_of_form(term_fused(Link::log_ratio), 1);
    // u f′(u) − f(u) rises with u; above its value at 1 it is not negative.
    const auto rising = [this](double s) {
      const auto [value, first] = excess_at(s);
      return detail::not_negative(ratio_at(s) * first - value);
    };
    return (detail::plateau(rising).value + tangent_.first - tangent_.value).value();
  }

  Link link_ = default_link();
  bool saturating_ = true;
  SafeScores safe_;
  Enclosed tangent_;
};

}  // namespace ganzoo
