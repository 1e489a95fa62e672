/// The noise of a training batch: independent draws, or stratified ones, whose means over the batch hardly vary.
#pragma once

#include <cstdint>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/core/tensor.hpp>
#include <string>
#include <vector>

namespace ganzoo {

/// Of standard normal coordinates, or uniform ones in [−1, 1). Every row alone has that law, however it is drawn.
class Noise {
 public:
  /// `draws`: "independent", or "stratified": a Latin hypercube (McKay, Beckman & Conover, Technometrics 21(2), 1979; for
  /// gradients of a generator Buchholz, Wenzel & Mandt, ICML 2018): each n-th of a coordinate's law holds one of n rows.
  Noise(const std::string& draws, bool uniform, std::int64_t rows);

  /// Exactly the rows it was made for.
  void fill(Matrix batch, const Rng& rng);

 private:
  void stratify(Matrix batch, std::int64_t column, const Rng& rng);

  bool uniform_;
  std::vector<std::int64_t> strata_;  ///< of each row; empty where draws are independent
};

}  // namespace ganzoo
