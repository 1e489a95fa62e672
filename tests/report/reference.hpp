/// The reference of the statistics, tests/reference/statistics.json: its numbers, and its cases of one kind.
#pragma once

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "support/catch.hpp"

namespace reference {

using nlohmann::json;

inline constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
inline constexpr double infinity = std::numeric_limits<double>::infinity();

/// null is undefined, "inf" and "-inf" are infinite.
inline double number(const json& j) {
  if (j.is_null()) return undefined;
  if (j == "inf") return infinity;
  if (j == "-inf") return -infinity;
  return j.get<double>();
}

inline std::vector<double> numbers(const json& j) {
  std::vector<double> all;
  for (const json& x : j) all.push_back(number(x));
  return all;
}

/// Both undefined, the same infinity, or equal to 1e-9.
inline bool agrees(double value, const json& expected) {
  const double wanted = number(expected);
  if (std::isnan(wanted)) return std::isnan(value);
  if (std::isinf(wanted)) return value == wanted;
  return std::abs(value - wanted) <= 1e-9 * std::max(1.0, std::abs(wanted));
}

inline bool agrees(const std::vector<double>& values, const json& expected) {
  if (values.size() != expected.size()) return false;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (!agrees(values[i], expected[i])) return false;
  return true;
}

/// The cases of one kind; never none.
inline std::vector<json> cases_of(const std::string& kind) {
  std::ifstream in(GANZOO_TESTS_REFERENCE "/statistics.json");
  const json all = json::parse(in);
  std::vector<json> cases;
  for (const json& entry : all["cases"])
    if (entry["kind"] == kind) cases.push_back(entry);
  REQUIRE(!cases.empty());
  return cases;
}

/// check(input, expected) of each case of the kind.
template <class Check>
void for_each_case(const std::string& kind, const Check& check) {
  for (const json& entry : cases_of(kind)) {
    CAPTURE(entry["name"].get<std::string>());
    check(entry["input"], entry["expected"]);
  }
}

}  // namespace reference
