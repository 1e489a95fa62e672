/// The noise of `ganzoo sample`: of a seed or a file, the way between two rows of it, a grid between four.
#pragma once

#include <cstdint>
#include <ganzoo/core/tensor.hpp>
#include <optional>
#include <string>

namespace ganzoo::app {

struct NoiseAsked {
  std::string file;                  ///< .npy; empty: of the seed
  std::optional<std::int64_t> seed;  ///< none: 0
  bool uniform = false;              ///< in [−1, 1), else standard normal
  std::string interpolate;           ///< "3:7", two rows; empty: no way
  std::int64_t frames = 16;          ///< rows of the way
  std::int64_t grid = 0;             ///< rows of each side; 0: no grid
};

/// [samples, width]: `count` rows, or as many as the file, the way or the grid has. Throws ganzoo::Error (usage).
OwnedMatrix chosen_noise(const NoiseAsked& asked, std::int64_t width, std::int64_t count);

}  // namespace ganzoo::app
