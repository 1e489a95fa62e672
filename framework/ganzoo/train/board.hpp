/// The board both players sit at: the memory that their plans share, so that nothing is copied between them.
#pragma once

#include <ganzoo/core/tensor.hpp>
#include <ganzoo/nn/layer.hpp>

#include <cstdint>
#include <vector>

namespace ganzoo {

using nn::Label;

/// A matrix whose upper half belongs to the real samples and whose lower half to the fakes.
struct Halves {
  OwnedMatrix both;

  Halves(std::int64_t batch, std::int64_t columns) : both(2 * batch, columns) {}
  Matrix real() const { return both.view().slice(0, both.rows / 2); }
  Matrix fake() const { return both.view().slice(both.rows / 2, both.rows / 2); }
};

/// Sizes: batch n, noise z, sample d, score k (0 without a critic).
struct Board {
  OwnedMatrix noise;          ///< [n, z]
  Halves samples;             ///< [2n, d]; the generator writes its half in place
  Halves scores;              ///< [2n, k]
  Halves score_gradients;     ///< [2n, k] ∂objective/∂score
  Halves penalty_gradients;   ///< [2n, k] ∂penalty/∂score
  std::vector<Label> labels;  ///< [2n], both halves alike: sample i of either is of class i; empty where none are taken
  Halves sample_gradients;    ///< [2n, d] ∂objective/∂sample; only the fakes' half is ever used

  Board(std::int64_t n, std::int64_t z, std::int64_t d, std::int64_t k, bool labelled = false)
      : noise(n, z),
        samples(n, d),
        scores(n, k),
        score_gradients(n, k),
        penalty_gradients(n, k),
        labels(static_cast<std::size_t>(labelled ? 2 * n : 0)),
        sample_gradients(n, d) {}

  /// Of real samples, of fakes, or of both; null where none are taken.
  Label* first_labels() { return labels.empty() ? nullptr : labels.data(); }
};

}  // namespace ganzoo
