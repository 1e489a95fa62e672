/// An f-divergence of a formula as `new --f`, `build` and `check` would have it, in this process: no compiler between.
#pragma once

#include <ganzoo/core/error.hpp>
#include <ganzoo/divergence/f_divergence.hpp>
#include <ganzoo/divergence/formula.hpp>
#include <ganzoo/divergence/laws/laws.hpp>
#include <ganzoo/plugin/info.hpp>
#include <optional>
#include <string>

namespace laws_test {

using Number = ganzoo::Dual<double>;

inline const ganzoo::Formula* formula_at_hand = nullptr;

/// By the chain rule from f, f′ and f″: what the formula's C++ computes with the same duals.
template <bool is_symmetric, bool is_bounded>
struct OfFormula {
  static constexpr ganzoo::About about{
      .title = "a formula", .source = "a test", .symmetric = is_symmetric, .bounded = is_bounded};

  Number f(const Number& u) const {
    const ganzoo::Derivatives y = formula_at_hand->at(u.value);
    return {y.value, y.first * u.slope};
  }
  ganzoo::Dual<Number> f(const ganzoo::Dual<Number>& u) const {
    const ganzoo::Derivatives y = formula_at_hand->at(u.value.value);
    const double bend = y.second * u.value.slope * u.slope.value;
    return {Number(y.value, y.first * u.value.slope),
            Number(y.first * u.slope.value, bend + (u.slope.slope == 0 ? 0 : y.first * u.slope.slope))};
  }
  ganzoo::Dual<ganzoo::Ball> f(const ganzoo::Dual<ganzoo::Ball>& u) const {
    const ganzoo::Enclosed y = formula_at_hand->at(u.value);
    return {y.value, y.first * u.slope};
  }
};

inline ganzoo::ComponentInfo info_of(const ganzoo::FormulaFacts& facts) {
  using ganzoo::component_info, ganzoo::f_divergence;
  if (facts.symmetric && facts.bounded) return component_info<f_divergence<OfFormula<true, true>>>();
  if (facts.symmetric) return component_info<f_divergence<OfFormula<true, false>>>();
  if (facts.bounded) return component_info<f_divergence<OfFormula<false, true>>>();
  return component_info<f_divergence<OfFormula<false, false>>>();
}

/// Why `new --f` refuses it, or the first law that it fails; nothing where it is accepted.
inline std::optional<std::string> refused(const std::string& text) {
  try {
    const ganzoo::Formula formula(text);
    formula_at_hand = &formula;
    const ganzoo::ComponentInfo info = info_of(examine_divergence(formula));
    const auto settings = ganzoo::laws::settings(info, {}, ganzoo::laws::require_trainable);
    for (const ganzoo::laws::Law& law : ganzoo::laws::applicable(ganzoo::laws::divergence_laws(), info))
      if (const auto found = examine(law, info, settings)) return std::string(law.name) + ": " + *found;
    return std::nullopt;
  } catch (const ganzoo::Error& error) {
    return "new --f: " + error.complaints().front().message;
  }
}

}  // namespace laws_test
