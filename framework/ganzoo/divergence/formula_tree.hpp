/// A formula as a tree, and its reader. Not installed.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ganzoo::detail {

struct FormulaNode;
using FormulaTree = std::shared_ptr<const FormulaNode>;

struct FormulaNode {
  enum class Term : std::uint8_t { number, variable, plus, minus, times, over, power, negative, call };

  Term term;
  double number = 0;
  std::string name{};  ///< of a function, or of the constant that a number was written as
  std::vector<FormulaTree> parts{};
  bool constant = true;  ///< there is no u in it
};

struct FormulaFunction {
  std::string_view name;
  std::size_t arguments;
};
/// Every function that a formula may call.
const std::vector<FormulaFunction>& formula_functions();

/// Throws ganzoo::Error (usage) that names the column.
FormulaTree read_formula(const std::string& text, const std::map<std::string, double>& names);

}  // namespace ganzoo::detail
