/// A formula of one variable, `u*log(u)`: read, evaluated with its derivatives, written as C++. Not installed.
///
/// Numbers, pi, e and u; + − * / ^ (or **), |x|, exp log log1p expm1 sqrt pow abs min max tanh softplus sigmoid xlogx
/// lambert_w. A product needs no sign (2u, u log u), and what papers print is understood: − · √u u² ½ π.
#pragma once

#include <ganzoo/divergence/f_math.hpp>
#include <map>
#include <memory>
#include <string>

namespace ganzoo {

namespace detail {
struct FormulaNode;
}

class Formula {
 public:
  /// `names` are further constants. Throws ganzoo::Error (usage) that names the column.
  explicit Formula(const std::string& text, const std::map<std::string, double>& names = {});

  const std::string& text() const { return text_; }
  Derivatives at(double u) const;
  Enclosed at(const Ball& u) const;
  /// The same as an expression in C++ over ganzoo's Dual `u`.
  std::string cpp() const;

 private:
  std::string text_;
  std::shared_ptr<const detail::FormulaNode> root_;
};

/// What can be measured of the f of an f-divergence.
struct FormulaFacts {
  bool symmetric = false;  ///< f(u) − u f(1/u) is a multiple of u − 1
  bool bounded = false;    ///< f(0) + lim f(u)/u is finite
};

/// Throws ganzoo::Error (usage) unless f(1) = 0 and f is finite and strictly convex, sampled on u from 10⁻⁴ to 10⁴:
/// then a critic's link and all else can be derived from it.
FormulaFacts examine_divergence(const Formula& f);

}  // namespace ganzoo
