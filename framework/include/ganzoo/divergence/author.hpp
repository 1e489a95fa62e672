/// What the adaptors (f_divergence, critic_loss, score_bound, sample_distance) ask of an author's struct, and the mean
/// that their losses are.
#pragma once

#include <ganzoo/core/dual.hpp>
#include <ganzoo/core/tensor.hpp>
#include <ganzoo/divergence/distribution.hpp>
#include <ganzoo/divergence/f_math.hpp>
#include <ganzoo/plugin/param.hpp>
#include <tuple>

namespace ganzoo::detail {

using Number = Dual<double>;

template <class T>
concept GivesActivation = requires(const T& t, Number v) { t.activation(v); };
template <class T>
concept GivesConjugate = requires(const T& t, Number v) { t.conjugate(v); };
template <class T>
concept GivesConjugateOfActivation = requires(const T& t, Number v) { t.conjugate_of_activation(v); };
template <class T>
concept GivesLogRatio = requires(const T& t, Number v) { t.log_ratio(v); };
template <class T>
concept GivesConjugateOfLogRatio = requires(const T& t, Number v) { t.conjugate_of_log_ratio(v); };
template <class T>
concept GivesExactValue = requires(const T& t, const Distribution& p) { t.exact_value(p, p); };
template <class T>
concept GivesExcess = requires(const T& t, Number u) { t.excess(u); };
template <class T>
concept GivesBetweenNormals = requires(const T& t, const Distribution& p) { t.between_normals(p, p); };
template <class T>
concept GivesFAt0 = requires(const T& t) { t.f_at_0(); };
template <class T>
concept GivesFPrimeAtInfinity = requires(const T& t) { t.f_prime_at_infinity(); };
template <class T>
concept GivesDomain = requires(const T& t) { t.domain(); };
template <class T>
concept GivesPrepare = requires(T& t) { t.prepare(); };

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

}  // namespace ganzoo::detail
