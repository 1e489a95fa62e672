/// Products of parts of matrices, for what multiplies numbers of one sample with numbers of the same.
#pragma once

#include <cstdint>

namespace ganzoo::nn {

/// `columns` numbers of each of `rows` rows that lie `stride` apart.
template <class Number>
struct BlockOf {
  Number* at;
  std::int64_t rows, columns, stride;
  bool transposed = false;

  BlockOf t() const { return {at, rows, columns, stride, !transposed}; }
  std::int64_t op_rows() const { return transposed ? columns : rows; }
  std::int64_t op_columns() const { return transposed ? rows : columns; }
};
using Block = BlockOf<float>;
using ConstBlock = BlockOf<const float>;

/// c = a·b, or c += a·b, in float by one thread's sgemm; allocates nothing.
void multiply(const ConstBlock& a, const ConstBlock& b, const Block& c, bool accumulate = false);

}  // namespace ganzoo::nn
