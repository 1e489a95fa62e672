#include <ganzoo/core/level.hpp>
#include <ganzoo/nn/detail/kernel_table.hpp>

namespace ganzoo::nn::kernels {
namespace {

void maxout(const float* z, Int rows, Int columns, Int pieces, float* y, std::int32_t* winner) {
  for (Int r = 0; r < rows; ++r) {
    const float* row = z + r * columns * pieces;
    float* best = y + r * columns;
    std::int32_t* who = winner + r * columns;
    for (Int j = 0; j < columns; ++j) {
      best[j] = row[j];
      who[j] = 0;
    }
    for (Int k = 1; k < pieces; ++k) {
      const float* piece = row + k * columns;
      const auto index = static_cast<std::int32_t>(k);
      GANZOO_INDEPENDENT
      for (Int j = 0; j < columns; ++j) {
        const bool better = piece[j] > best[j];
        who[j] = better ? index : who[j];
        best[j] = better ? piece[j] : best[j];
      }
    }
  }
}

void maxout_gather(const float* z, Int rows, Int columns, Int pieces, const std::int32_t* winner, float* y) {
  for (Int r = 0; r < rows; ++r) {
    for (Int j = 0; j < columns; ++j) {
      const Int i = r * columns + j;
      y[i] = z[(r * pieces + winner[i]) * columns + j];
    }
  }
}

void maxout_scatter(const float* y, Int rows, Int columns, Int pieces, const std::int32_t* winner, float* z) {
  for (Int r = 0; r < rows; ++r) {
    for (Int k = 0; k < pieces; ++k) {
      float* piece = z + (r * pieces + k) * columns;
      const float* from = y + r * columns;
      const std::int32_t* who = winner + r * columns;
      GANZOO_INDEPENDENT
      for (Int j = 0; j < columns; ++j) piece[j] = who[j] == k ? from[j] : 0.0f;
    }
  }
}

}  // namespace

const MaxoutLoops GANZOO_LEVEL_NAME(maxout_loops_){
    .maxout = maxout,
    .maxout_gather = maxout_gather,
    .maxout_scatter = maxout_scatter,
};

}  // namespace ganzoo::nn::kernels
