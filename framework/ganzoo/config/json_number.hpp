/// A double in JSON, which has neither infinities nor NaN.
#pragma once

#include <cmath>
#include <nlohmann/json.hpp>

namespace ganzoo::config {

/// Infinities are "inf" and "-inf", undefined is null.
inline nlohmann::ordered_json json_number(double x) {
  if (std::isnan(x)) return nullptr;
  if (std::isinf(x)) return x > 0 ? "inf" : "-inf";
  return x;
}

}  // namespace ganzoo::config
