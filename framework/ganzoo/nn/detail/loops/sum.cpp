#include <ganzoo/core/level.hpp>
#include <ganzoo/nn/detail/kernel_table.hpp>

namespace ganzoo::nn::kernels {
namespace {

void sum_columns(const float* x, Int rows, Int columns, float* sums, bool accumulate) {
  if (!accumulate) clear(sums, columns);
  Int r = 0;
  for (; r + 4 <= rows; r += 4) {
    const float *x0 = x + r * columns, *x1 = x0 + columns, *x2 = x1 + columns, *x3 = x2 + columns;
    GANZOO_INDEPENDENT
    for (Int j = 0; j < columns; ++j) sums[j] += (x0[j] + x1[j]) + (x2[j] + x3[j]);
  }
  for (; r < rows; ++r) {
    GANZOO_INDEPENDENT
    for (Int j = 0; j < columns; ++j) sums[j] += x[r * columns + j];
  }
}

void add_weighted_rows(const float* x, const float* weights, Int rows, Int columns, float* y) {
  for (Int r = 0; r < rows; ++r) {
    const float w = weights[r];
    GANZOO_INDEPENDENT
    for (Int j = r * columns; j < (r + 1) * columns; ++j) y[j] += w * x[j];
  }
}

void sum_weighted_columns(const float* x, const float* weights, Int rows, Int columns, Int rows_a_weight, float* sums) {
  for (Int r = 0; r < rows; ++r) {
    const float w = weights[r / rows_a_weight];
    GANZOO_INDEPENDENT
    for (Int j = 0; j < columns; ++j) sums[j] += w * x[r * columns + j];
  }
}

double sum_squares(const float* x, Int n) {
  auto square = [=](Int i) GANZOO_ALWAYS {
    const double v = static_cast<double>(x[i]);
    return v * v;
  };
  return lane_sum(square, n);
}

}  // namespace

const SumLoops GANZOO_LEVEL_NAME(sum_loops_){
    .sum_columns = sum_columns,
    .add_weighted_rows = add_weighted_rows,
    .sum_weighted_columns = sum_weighted_columns,
    .sum_squares = sum_squares,
};

}  // namespace ganzoo::nn::kernels
