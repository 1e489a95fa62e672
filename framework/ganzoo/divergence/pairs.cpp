#include <algorithm>
#include <array>
#include <cmath>
#include <ganzoo/core/cpu_level.hpp>
#include <ganzoo/divergence/detail/pair_kernels.hpp>
#include <ganzoo/divergence/pairs.hpp>
#include <ganzoo/nn/row_products.hpp>
#include <limits>

namespace ganzoo {
namespace {

double square_distance(std::span<const float> a, std::span<const float> b) {
  double sum = 0;
  for (std::size_t k = 0; k < a.size(); ++k) sum += (double{a[k]} - b[k]) * (double{a[k]} - b[k]);
  return sum;
}

/// Columns [first, first + count) of the box around points.
struct Box {
  static constexpr std::int64_t most = 64;
  std::array<float, most> low, high;
  bool finite = true;

  Box() { low.fill(HUGE_VALF), high.fill(-HUGE_VALF); }

  void add(ConstMatrix x, std::int64_t first, std::int64_t count) {
    for (std::int64_t i = 0; i < x.rows; ++i) {
      const float* row = x.row(i).data() + first;
      bool odd = false;
      for (std::int64_t k = 0; k < count; ++k) {
        const auto at = static_cast<std::size_t>(k);
        odd |= !(std::abs(row[k]) <= std::numeric_limits<float>::max());
        low[at] = std::min(low[at], row[k]);
        high[at] = std::max(high[at], row[k]);
      }
      finite = finite && !odd;
    }
  }
};

}  // namespace

bool have_squared_distances(ConstMatrix x, ConstMatrix y) {
  double diagonal = 0;
  for (std::int64_t first = 0; first < x.columns; first += Box::most) {
    const std::int64_t count = std::min(Box::most, x.columns - first);
    Box box;
    box.add(x, first, count);
    box.add(y, first, count);
    if (!box.finite) return false;
    for (std::size_t k = 0; k < static_cast<std::size_t>(count); ++k)
      diagonal += (double{box.high[k]} - box.low[k]) * (double{box.high[k]} - box.low[k]);
  }
  return diagonal <= std::numeric_limits<float>::max();
}

const detail::PairKernels& detail::pair_kernels() {
  static const PairKernels& best = of_level(cpu_level(), pair_kernels_v2, pair_kernels_v3, pair_kernels_v4);
  return best;
}

Matrix reshaped(OwnedMatrix& matrix, std::int64_t rows, std::int64_t columns) {
  if (matrix.memory.size() < rows * columns) matrix.memory = Buffer(rows * columns);
  matrix.rows = rows, matrix.columns = columns;
  return matrix;
}

void mean_row(ConstMatrix x, Matrix out) {
  for (std::int64_t k = 0; k < x.columns; ++k) {
    double sum = 0;
    for (std::int64_t i = 0; i < x.rows; ++i) sum += x(i, k);
    out(0, k) = static_cast<float>(sum / static_cast<double>(x.rows));
  }
}

void Points::set(ConstMatrix x, ConstMatrix origin) {
  const Matrix rows = reshaped(rows_, x.rows, x.columns);
  for (std::int64_t i = 0; i < x.rows; ++i)
    for (std::int64_t k = 0; k < x.columns; ++k) rows(i, k) = x(i, k) - origin(0, k);
  if (few_dimensions()) {
    const Matrix columns = reshaped(columns_, x.columns, x.rows);
    for (std::int64_t i = 0; i < x.rows; ++i)
      for (std::int64_t k = 0; k < x.columns; ++k) columns(k, i) = rows(i, k);
    return;
  }
  const Matrix squares = reshaped(squares_, 1, x.rows);
  for (std::int64_t i = 0; i < x.rows; ++i) {
    double square = 0;
    for (const float v : rows.row(i)) square += double{v} * v;
    squares(0, i) = static_cast<float>(square);
  }
}

void Points::squared_distances(const Points& a, std::int64_t first, const Points& b, Matrix out) {
  const ConstMatrix x = a.rows_.view().slice(first, out.rows);
  if (a.few_dimensions()) {
    for (std::int64_t i = 0; i < out.rows; ++i)
      detail::pair_kernels().squared_distances(x.row(i).data(), b.columns_.memory.data(), x.columns, out.columns,
                                               out.row(i).data());
    return;
  }
  nn::row_products(x, b.rows_, out);
  constexpr float cancelled = 1e-3f;  // below this share of the squares, three digits and more are lost
  for (std::int64_t i = 0; i < out.rows; ++i) {
    const float own = a.squares_.view()(0, first + i);
    for (std::int64_t j = 0; j < out.columns; ++j) {
      const float both = own + b.squares_.view()(0, j), square = both - 2 * out(i, j);
      out(i, j) =
          square < cancelled * both ? static_cast<float>(square_distance(x.row(i), b.rows_.view().row(j))) : square;
    }
  }
}

void Points::pull(const Points& a, std::int64_t first, const Points& b, ConstMatrix weights, double factor,
                  Matrix gradient, OwnedMatrix& scratch) {
  const detail::PairKernels& kernels = detail::pair_kernels();
  const ConstMatrix x = a.rows_.view().slice(first, weights.rows);
  if (a.few_dimensions()) {
    for (std::int64_t i = 0; i < weights.rows; ++i)
      kernels.pull(x.row(i).data(), b.columns_.memory.data(), x.columns, weights.columns, weights.row(i).data(),
                   static_cast<float>(factor), gradient.row(i).data());
    return;
  }
  const Matrix pulled = reshaped(scratch, weights.rows, x.columns);
  nn::products(weights, b.rows_, pulled);
  for (std::int64_t i = 0; i < weights.rows; ++i) {
    const auto weight = static_cast<float>(kernels.sum(weights.row(i).data(), weights.columns));
    for (std::int64_t k = 0; k < x.columns; ++k)
      gradient(i, k) += static_cast<float>(factor) * (weight * x(i, k) - pulled(i, k));
  }
}

}  // namespace ganzoo
