/// In which order the groups of a comparison stand, and how many are shown.
#pragma once

#include <cstdint>
#include <ganzoo/report/comparison/comparison.hpp>
#include <string>

namespace ganzoo::report {

/// By a key, or by the centre of a measure, the best first; the undefined last. Throws ganzoo::Error (usage) where it is
/// neither.
void sort_groups(Comparison& comparison, const std::string& by);
/// Leaves the first `top` groups, all where it is 0, and says how many others there are.
void cut(Comparison& comparison, std::int64_t top);

}  // namespace ganzoo::report
