/// How often one method is better than another.
#pragma once

#include <span>

namespace ganzoo::report {

struct Improvement {
  double p;          ///< the share of pairs in which a is better; a tie is half of one
  double low, high;  ///< 95 %, Gaffke's over [0, 1]; NaN below three pairs
  double all_pairs;  ///< the same over all a_i and b_j (Agarwal et al., NeurIPS 2021), which has no interval here
};

/// Of pairs (a_i, b_i).
Improvement improvement_of(std::span<const double> a, std::span<const double> b, bool higher_is_better);

}  // namespace ganzoo::report
