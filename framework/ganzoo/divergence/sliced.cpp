#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <ganzoo/divergence/sliced.hpp>
#include <ganzoo/nn/row_products.hpp>
#include <utility>

namespace ganzoo {
namespace {

/// Bits that order as unsigned integers the way the floats do.
std::uint32_t ordered(float x) {
  const auto bits = std::bit_cast<std::uint32_t>(x);
  return bits ^ ((bits >> 31) != 0 ? 0xffffffffu : 0x80000000u);
}

/// Σ over the quantile coupling of mass · |y − x|ᵖ / (n·m); slope(j, s) receives each fake's own derivative.
template <class Slope>
double couple(int power, const SortedLine& x, const SortedLine& y, const Slope& slope) {
  const std::size_t n = x.size(), m = y.size();
  const double unit = 1 / (static_cast<double>(n) * static_cast<double>(m));
  // In units of 1/(n·m) each x carries mass m, each y mass n: the coupling is exact in integers.
  std::size_t i = 0, j = 0, of_x = m, of_y = n;
  double total = 0, pulled = 0;
  while (j < m) {
    const std::size_t moved = std::min(of_x, of_y);
    const double gap = y.value(j) - x.value(i), mass = static_cast<double>(moved) * unit;
    total += mass * (power == 2 ? gap * gap : std::abs(gap));
    pulled += mass * (power == 2 ? 2 * gap : gap > 0 ? 1 : gap < 0 ? -1 : 0);
    of_x -= moved;
    of_y -= moved;
    if (of_x == 0) ++i, of_x = m;
    if (of_y == 0) slope(y.index(j), pulled), ++j, of_y = n, pulled = 0;
  }
  return total;
}

}  // namespace

void random_directions(const Rng& rng, Matrix out) {
  rng.fill_normal(out.flat(), 0, 1);
  for (std::int64_t k = 0; k < out.rows; ++k) {
    double square = 0;
    for (const float v : out.row(k)) square += double{v} * v;
    for (float& v : out.row(k)) v = static_cast<float>(v / std::sqrt(square));
  }
}

void SortedLine::set(std::span<const float> x) {
  constexpr int digits = 4, radix = 256;
  x_ = x;
  keys_.resize(x.size());
  other_.resize(x.size());
  std::array<std::array<std::uint32_t, radix>, digits> starts{};
  for (std::size_t i = 0; i < x.size(); ++i) {
    const std::uint32_t bits = ordered(x[i]);
    keys_[i] = std::uint64_t{bits} << 32 | i;
    for (int d = 0; d < digits; ++d) ++starts[static_cast<std::size_t>(d)][bits >> (8 * d) & 255];
  }
  for (int d = 0; d < digits; ++d) {
    auto& start = starts[static_cast<std::size_t>(d)];
    std::uint32_t before = 0;
    for (std::uint32_t& s : start) before += std::exchange(s, before);
    for (const std::uint64_t key : keys_) other_[start[key >> (32 + 8 * d) & 255]++] = key;
    keys_.swap(other_);
  }
}

double SlicedWasserstein::operator()(int power, ConstMatrix directions, ConstMatrix real, ConstMatrix fake,
                                     Matrix fake_gradient, const std::function<void()>& poll) {
  const std::int64_t k = directions.rows;
  const Matrix x = reshaped(real_, k, real.rows), y = reshaped(fake_, k, fake.rows);
  const Matrix slopes = reshaped(slopes_, fake.rows, k);
  nn::row_products(directions, real, x);
  nn::row_products(directions, fake, y);
  double total = 0;
  for (std::int64_t line = 0; line < k; ++line) {
    poll();
    x_.set(x.row(line));
    y_.set(y.row(line));
    total += couple(power, x_, y_, [&](std::size_t j, double slope) {
      slopes(static_cast<std::int64_t>(j), line) = static_cast<float>(slope / static_cast<double>(k));
    });
  }
  nn::products(slopes, directions, fake_gradient);
  return total / static_cast<double>(k);
}

}  // namespace ganzoo
