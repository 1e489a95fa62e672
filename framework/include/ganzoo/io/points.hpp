/// A table of points to train on: the chosen columns of a file, a row each.
#pragma once

#include <cstdint>
#include <ganzoo/core/api.hpp>
#include <ganzoo/io/columns.hpp>
#include <string>
#include <vector>

namespace ganzoo::io {

struct Points {
  std::int64_t rows = 0, columns = 0;
  std::vector<double> values;  ///< [rows, columns]
};

/// Out of FILE.npy, FILE.csv or FILE.h5:/path, every number finite; further dimensions are laid out along the row. Only
/// the columns of a .csv file can have names, and those that are not chosen may hold anything. Throws ganzoo::Error as
/// read_array and places_of do, and corrupt, with its place, for what is no finite number.
GANZOO_API Points read_points(const std::string& name, const Columns& columns);

/// One column of words, a row each: of a .csv file the fields as they stand, without their quotes; of other files their
/// numbers as text. Throws as read_points does, and corrupt for an empty field.
GANZOO_API std::vector<std::string> read_words(const std::string& name, const Columns& column);

/// The file that such a name leads to: "a.h5" for "a.h5:/points".
GANZOO_API std::string file_of(const std::string& name);

}  // namespace ganzoo::io
