/// Many tests at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace ganzoo::report {

/// Holm's step-down correction (Scand. J. Statist. 6, 1979) of the p-values of one family; NaN stays and does not
/// count. `unseen` tests belong to the family too, whose p is not known: they count as 1, which is on the safe side.
std::vector<double> holm(std::span<const double> p, std::size_t unseen = 0);

/// The fewest pairs whose sign-flip test can fall below 0.05 after Holm over `family` groups: 2/2ⁿ ≤ 0.05/family.
std::int64_t pairs_needed(std::int64_t family);

}  // namespace ganzoo::report
