/// Two sets of points and everything between them: squared distances, and the pull of weights back onto the points.
///
/// In few dimensions from the differences themselves; in many from matrix products, with a correction where a product
/// would cancel. Memory is taken at the first set of a size and kept.
#pragma once

#include <cstdint>
#include <ganzoo/core/api.hpp>
#include <ganzoo/core/tensor.hpp>

namespace ganzoo {

/// Gives `matrix` this shape, keeping its memory where it has it already; the numbers are then anything.
GANZOO_API Matrix reshaped(OwnedMatrix& matrix, std::int64_t rows, std::int64_t columns);

/// out [1, d] = the mean of the rows of x: distances between points are most exact about it.
GANZOO_API void mean_row(ConstMatrix x, Matrix out);

/// False where a number of x [n, d] or y [m, d] is NaN or infinite, or the squared diagonal of the box around them all
/// overflows a float.
GANZOO_API bool have_squared_distances(ConstMatrix x, ConstMatrix y);

/// Points in the form that loops and products over pairs need.
class GANZOO_API Points {
 public:
  /// Copies x [n, d], moved by −origin [1, d].
  void set(ConstMatrix x, ConstMatrix origin);

  std::int64_t count() const { return rows_.rows; }
  std::int64_t dimensions() const { return rows_.columns; }

  /// out[i, j] = |aᵢ − bⱼ|² for rows first + i of a; out is [rows wanted, b.count()].
  static void squared_distances(const Points& a, std::int64_t first, const Points& b, Matrix out);
  /// gradient[i] += factor · Σⱼ weights[i, j] (aᵢ − bⱼ), likewise. `scratch` is overwritten.
  static void pull(const Points& a, std::int64_t first, const Points& b, ConstMatrix weights, double factor,
                   Matrix gradient, OwnedMatrix& scratch);

 private:
  bool few_dimensions() const { return dimensions() <= 16; }

  OwnedMatrix rows_;     ///< [n, d]
  OwnedMatrix columns_;  ///< [d, n], in few dimensions
  OwnedMatrix squares_;  ///< [1, n] |x|², in many
};

}  // namespace ganzoo
