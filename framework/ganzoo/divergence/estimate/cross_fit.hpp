/// Log ratios of two samples by critics that have not seen what they score.
#pragma once

#include <ganzoo/core/rng.hpp>
#include <ganzoo/core/tensor.hpp>
#include <string>
#include <vector>

namespace ganzoo {

/// v of each point.
struct Scores {
  std::vector<double> real, fake;
};

/// One critic: a LogRatio of all but one fold.
struct CrossFitted {
  Scores held_out;  ///< of the fold that it has not seen
  Scores learned;   ///< of the samples that it learned from
  std::string form;
};

/// Each sample is held out once. A fold has a share of each side, at random by `rng`; at least 40 of each, all finite.
/// The order of the rows does not matter.
std::vector<CrossFitted> cross_fit(MatrixView<const double> real, MatrixView<const double> fake, int folds,
                                   const Rng& rng);

}  // namespace ganzoo
