/// The divergences of the build, loaded as a run loads them, and the golden values they are held to.
#pragma once

#include <cmath>
#include <fstream>
#include <ganzoo/core/error.hpp>
#include <ganzoo/divergence/divergence.hpp>
#include <ganzoo/divergence/f_math.hpp>
#include <ganzoo/plugin/registry.hpp>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

namespace zoo {

inline std::unique_ptr<ganzoo::Divergence> make(const std::string& name, const ganzoo::Table& parameters = {}) {
  static ganzoo::Registry registry;
  return registry.make<ganzoo::Divergence>(name, parameters);
}

inline const nlohmann::json& golden() {
  static const nlohmann::json all = [] {
    std::ifstream file(GANZOO_TESTS_REFERENCE "/golden_divergences.json");
    return nlohmann::json::parse(file);
  }();
  return all;
}

/// A golden number: JSON numbers, "inf", or a numeric string (outside double's range: ±∞ or 0).
inline double number(const nlohmann::json& value) {
  if (value.is_number()) return value.get<double>();
  if (value.is_null()) return std::numeric_limits<double>::quiet_NaN();
  return std::strtod(value.get<std::string>().c_str(), nullptr);
}

/// Error relative to the truth, absolute below 1; 0 for equal infinities.
inline double error(double got, double truth) {
  if (std::isinf(truth) || std::isinf(got)) return got == truth ? 0 : std::numeric_limits<double>::infinity();
  if (std::isnan(got)) return std::numeric_limits<double>::infinity();
  return std::abs(got - truth) / std::max(1.0, std::abs(truth));
}

/// A golden entry's component: `gan` is our minimax; null where the zoo has none of that name.
struct Entry {
  std::string key;
  const nlohmann::json* values;
  std::string name;
  ganzoo::Table parameters;
};

inline std::vector<Entry> entries() {
  std::vector<Entry> result;
  for (const auto& [key, values] : golden()["pointwise"].items()) {
    std::string name = values["name"];
    if (name == "gan") name = "minimax";
    if (name == "capacitory") name = "js";
    ganzoo::Table parameters;
    for (const auto& [parameter, value] : values["params"].items()) parameters.set(parameter, value.get<double>());
    const std::string file = std::string(GANZOO_BUILD_DIR) + "/lib/ganzoo/divergences/" + name + ".so";
    if (std::ifstream(file).good()) result.push_back({key, &values, name, parameters});
  }
  return result;
}

}  // namespace zoo
