/// The part of the line that an integral over it lives on, and what lies beyond. Not installed.
#pragma once

#include <ganzoo/divergence/exact/line_integral.hpp>
#include <optional>

namespace ganzoo::detail {

/// A place with the width of what is there.
struct Break {
  Position place;
  double width;
};

/// log(|h| + its error bound): nothing is larger. NaN where h is none.
double log_bound(const Ball& h);

/// Where one side of the line ends.
struct End {
  Position place;
  double log_tail = 0;  ///< of a bound of the integral beyond
  std::string reason;   ///< not empty: there is no end
  bool diverges = false;
};

/// Follows h from the outermost mean to one side (±1), `reference` being the log of the integral's size so far.
End end_of(const Integrand& h, const Distribution& p, const Distribution& q, double side, double reference);

/// The means of all components and, to both sides, 1, 2, 4 … 2¹⁰, 2¹² … standard deviations, inside (low, high),
/// sorted, ends included.
std::vector<Break> breaks_between(const Distribution& p, const Distribution& q, const Position& low,
                                  const Position& high);

/// Further breaks around the peaks of h that lie inside a panel and are much narrower than it.
void add_peaks(const Integrand& h, std::vector<Break>& breaks, double& reference);
/// Further breaks at the zeros of `bend`.
void add_zeros(const Bend& bend, std::vector<Break>& breaks);

/// A stretch between two breaks, in offsets from one anchor: that of the narrower end.
struct Stretch {
  double anchor, low, high;
  Position at(double offset) const { return {anchor, offset}; }
};
Stretch between(const Break& low, const Break& high);

}  // namespace ganzoo::detail
