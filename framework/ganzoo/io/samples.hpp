/// Two files of samples that are compared: in double precision as they stand, and as floats where that changes little.
#pragma once

#include <ganzoo/core/tensor.hpp>
#include <ganzoo/log/run_file.hpp>
#include <string>
#include <vector>

namespace ganzoo::io {

/// A file's samples, [n, d]; further dimensions are laid out along the row.
class Samples {
 public:
  /// Throws ganzoo::Error: as read_array, and corrupt where the file holds none.
  explicit Samples(std::string file);

  const std::string& file() const { return file_; }
  std::int64_t rows() const { return numbers_.dims[0]; }
  std::int64_t columns() const { return static_cast<std::int64_t>(numbers_.values.size()) / rows(); }

  /// The first n. Throws ganzoo::Error (usage), naming who asks, where there are fewer.
  MatrixView<const double> first(std::int64_t n, const std::string& who) const;
  /// The same as floats. Throws ganzoo::Error (corrupt) where one would move by more than a thousandth of its column's
  /// range, over these samples and those of `other`, or be infinite: a number computed from it would mean nothing.
  ConstMatrix first_as_floats(std::int64_t n, const std::string& who, const Samples& other);

 private:
  std::vector<double> column_ranges(const Samples& other) const;

  std::string file_;
  log::Numbers numbers_;
  std::vector<float> floats_;  ///< made at the first call
};

}  // namespace ganzoo::io
