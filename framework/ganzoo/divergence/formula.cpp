#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/core/dual.hpp>
#include <ganzoo/divergence/formula.hpp>
#include <ganzoo/divergence/formula_tree.hpp>
#include <stdexcept>

namespace ganzoo {
namespace detail {
namespace {

using Term = FormulaNode::Term;

/// A function of one argument, of a plain number or of a dual.
template <class N>
N called(const std::string& name, const N& x) {
  using std::exp, std::log, std::log1p, std::expm1, std::sqrt, std::abs, std::tanh;
  if (name == "exp") return exp(x);
  if (name == "log") return log(x);
  if (name == "log1p") return log1p(x);
  if (name == "expm1") return expm1(x);
  if (name == "sqrt") return sqrt(x);
  if (name == "abs") return abs(x);
  if (name == "tanh") return tanh(x);
  if (name == "softplus") return softplus(x);
  if (name == "sigmoid") return sigmoid(x);
  if (name == "xlogx") return xlogx(x);
  if (name == "lambert_w") return lambert_w(x);
  throw std::logic_error("a function without a value");
}

/// Two operands, of which at least one may be a dual: a plain number stays plain, as in the author's C++.
template <class N>
N combined(const FormulaNode& node, const auto& a, const auto& b) {
  using std::pow, std::min, std::max;
  switch (node.term) {
    case Term::plus:
      return a + b;
    case Term::minus:
      return a - b;
    case Term::times:
      return a * b;
    case Term::over:
      return a / b;
    case Term::power:
      return pow(a, b);
    default:
      break;
  }
  return node.name == "pow" ? pow(a, b) : node.name == "min" ? min(a, b) : max(a, b);
}

double constant_value(const FormulaNode& node) {
  if (node.term == Term::number) return node.number;
  const double first = constant_value(*node.parts[0]);
  if (node.term == Term::negative) return -first;
  if (node.parts.size() == 1) return called(node.name, first);
  return combined<double>(node, first, constant_value(*node.parts[1]));
}

template <class N>
N value(const FormulaNode& node, const N& u) {
  if (node.constant) return constant_value(node);
  if (node.term == Term::variable) return u;
  const FormulaNode& first = *node.parts[0];
  if (node.term == Term::negative) return -value(first, u);
  if (node.parts.size() == 1) return called(node.name, value(first, u));
  const FormulaNode& second = *node.parts[1];
  if (first.constant) return combined<N>(node, constant_value(first), value(second, u));
  if (second.constant) return combined<N>(node, value(first, u), constant_value(second));
  return combined<N>(node, value(first, u), value(second, u));
}

// How tightly an expression binds: one that binds less than its surroundings ask for gets brackets.
constexpr int as_sum = 1, as_product = 2, as_factor = 3;

std::string written(const FormulaNode& node, int binding, bool beside_u);

/// A number; `beside_u` an operator with a dual at its other side, where an integer may stay one.
std::string literal(const FormulaNode& node, bool beside_u) {
  if (!node.name.empty()) return "std::numbers::" + node.name;
  std::string text = fmt::format("{}", node.number);
  if (!beside_u && text.find_first_not_of("0123456789") == std::string::npos) text += ".0";
  return text;
}

std::string call(const FormulaNode& node, const std::string& name) {
  std::string text = name + '(';
  for (const FormulaTree& part : node.parts)
    text += (&part == &node.parts.front() ? "" : ", ") + written(*part, as_sum, !node.constant);
  return text + ')';
}

std::string function(const FormulaNode& node) {
  const std::string& name = node.term == Term::power ? "pow" : node.name;
  if (!node.constant) return call(node, name);
  const bool ours = name == "softplus" || name == "sigmoid" || name == "xlogx" || name == "lambert_w";
  return call(node, (ours ? "ganzoo::" : "std::") + name);
}

std::string operation(const FormulaNode& node, const char* sign, int left, int right) {
  return written(*node.parts[0], left, !node.constant) + sign + written(*node.parts[1], right, !node.constant);
}

std::string negated(const FormulaNode& node) {
  const std::string text = written(*node.parts[0], as_factor, !node.constant);
  return text.front() == '-' ? "-(" + text + ")" : "-" + text;
}

std::string written(const FormulaNode& node, int binding, bool beside_u) {
  const auto bracketed = [&](int own, const std::string& text) { return own < binding ? "(" + text + ")" : text; };
  switch (node.term) {
    case Term::number:
      return literal(node, beside_u);
    case Term::variable:
      return "u";
    case Term::plus:
      return bracketed(as_sum, operation(node, " + ", as_sum, as_product));
    case Term::minus:
      return bracketed(as_sum, operation(node, " - ", as_sum, as_product));
    case Term::times:
      return bracketed(as_product, operation(node, " * ", as_product, as_factor));
    case Term::over:
      return bracketed(as_product, operation(node, " / ", as_product, as_factor));
    case Term::negative:
      return bracketed(as_factor, negated(node));
    case Term::power:
      if (node.parts[0]->name == "e" && !node.constant) return "exp(" + written(*node.parts[1], as_sum, false) + ")";
      return function(node);
    case Term::call:
      return function(node);
  }
  throw std::logic_error("no such term");
}

}  // namespace
}  // namespace detail

Formula::Formula(const std::string& text, const std::map<std::string, double>& names)
    : text_(text), root_(detail::read_formula(text, names)) {}

Derivatives Formula::at(double u) const {
  using Number = Dual<double>;
  const auto y = detail::value(*root_, Dual<Number>(Number(u, 1.0), Number(1.0)));
  return {y.value.value, y.value.slope, y.slope.slope};
}

Enclosed Formula::at(const Ball& u) const {
  const auto y = detail::value(*root_, Dual<Ball>(u, Ball::exactly(1)));
  return {y.value, y.slope};
}

std::string Formula::cpp() const { return detail::written(*root_, detail::as_sum, false); }

}  // namespace ganzoo
