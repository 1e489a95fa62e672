/// Which of the loops compiled for several instruction sets a process runs: one choice for all of them.
#pragma once

#include <ganzoo/core/api.hpp>

namespace ganzoo {

/// The x86-64 level of this processor's instruction set, 2, 3 (AVX2) or 4 (AVX-512); but no more than GANZOO_MAX_LEVEL
/// where that is set. All levels give equal bits. Throws ganzoo::Error (usage) where it is set to anything else.
GANZOO_API int cpu_level();
/// The same of a given setting; null: none.
GANZOO_API int cpu_level(const char* most);

/// That of the three which belongs to the level.
template <class Loops>
const Loops& of_level(int level, const Loops& v2, const Loops& v3, const Loops& v4) {
  return level >= 4 ? v4 : level == 3 ? v3 : v2;
}

}  // namespace ganzoo
