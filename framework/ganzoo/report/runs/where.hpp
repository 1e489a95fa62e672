/// The expression of `compare --where`: divergence.name == kl and (seed < 3 or not train.ema > 0).
///
///     or      = and { "or" and }
///     and     = not { "and" not }
///     not     = "not" not | "(" or ")" | KEY OP VALUE
///     OP      = == | != | < | <= | > | >=
///     VALUE   = number | true | false | "text" | 'text' | a word
///
/// A key that a run has not: only != holds. Texts compare by their letters, numbers by value; a component's table
/// compares by its name.
#pragma once

#include <functional>
#include <ganzoo/core/value.hpp>
#include <string>
#include <vector>

namespace ganzoo::report {

class Where {
 public:
  /// Throws ganzoo::Error (usage), naming the column. Empty: every run.
  explicit Where(const std::string& expression);

  /// What stands at a key of a spec, or null.
  using Lookup = std::function<const Value*(const std::string&)>;
  bool matches(const Lookup& find) const;
  bool matches(const Table& spec) const;
  const std::vector<std::string>& keys() const { return keys_; }

 private:
  std::function<bool(const Lookup&)> test_;
  std::vector<std::string> keys_;
};

}  // namespace ganzoo::report
