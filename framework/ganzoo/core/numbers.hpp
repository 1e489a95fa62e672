/// The two doubles that are no numbers: what has no end, and what has no value.
#pragma once

#include <limits>

namespace ganzoo {

inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

}  // namespace ganzoo
