/// Two discrete variables together: a table of probabilities.
#pragma once

#include <ganzoo/divergence/distribution.hpp>
#include <string_view>
#include <vector>

namespace ganzoo {

/// P(X = i, Y = j) at [i · columns + j].
struct Joint {
  std::size_t columns = 1;
  Distribution both;  ///< discrete, over all cells of the table

  std::size_t rows() const { return both.probabilities.size() / columns; }
  Distribution of_x() const;     ///< sums of the rows
  Distribution of_y() const;     ///< sums of the columns
  Distribution product() const;  ///< the table that they would have if they were independent
};

/// Reads `joint(0.4, 0.1; 0.2, 0.3)`, a row for each value of X. Throws ganzoo::Error (usage) that names the place.
GANZOO_API Joint parse_joint(std::string_view text);

}  // namespace ganzoo
