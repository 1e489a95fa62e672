/// Real batches: which samples the n-th update of a player sees, whatever came before it.
#pragma once

#include <ganzoo/train/data.hpp>

#include <cstdint>
#include <vector>

namespace ganzoo {

/// Endless data: batch n is drawn from (seed, purpose, n). Finite data: a permutation an epoch, without replacement; an
/// epoch's end falls anywhere in a batch. The position follows from n, so there is nothing to save.
class Batches {
 public:
  /// `purpose`: data for the critic, generator_data for the generator.
  Batches(const Data& data, std::uint64_t seed, Purpose purpose);

  /// Fills `batch` with the samples of update `update`; every batch of a run has the same number of rows.
  void draw(std::int64_t update, Matrix batch);
  /// Their labels, [batch].
  void draw_labels(std::int64_t update, std::span<Label> labels);

 private:
  void open(std::int64_t epoch);
  /// `take(row, indices)` for the runs of rows of one epoch that the batch is made of.
  template <class Take>
  void each_run(std::int64_t update, std::int64_t rows, const Take& take);

  const Data& data_;
  std::uint64_t seed_;
  Purpose purpose_;
  std::int64_t epoch_ = -1;
  std::vector<std::int64_t> order_;  ///< of the samples in this epoch; empty for endless data
};

}  // namespace ganzoo
