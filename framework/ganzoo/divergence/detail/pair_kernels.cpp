#include <ganzoo/core/level.hpp>
#include <ganzoo/core/vmath.hpp>
#include <ganzoo/divergence/detail/pair_kernels.hpp>

namespace ganzoo::detail {
namespace {

using Int = PairKernels::Int;
constexpr int lanes = 16;

double sum(const float* x, Int m) {
  return lane_sum([=](Int j) GANZOO_ALWAYS { return x[j]; }, m);
}

void squared_distances(const float* a, const float* columns, Int d, Int m, float* squares) {
  for (Int j = 0; j < m; ++j) squares[j] = 0;
  for (Int k = 0; k < d; ++k) {
    const float x = a[k];
    const float* column = columns + k * m;
    GANZOO_INDEPENDENT
    for (Int j = 0; j < m; ++j) {
      const float difference = x - column[j];
      squares[j] += difference * difference;
    }
  }
}

void pull(const float* a, const float* columns, Int d, Int m, const float* weights, float factor, float* out) {
  for (Int k = 0; k < d; ++k) {
    const float x = a[k];
    const float* column = columns + k * m;
    const double pulled = lane_sum([=](Int j) GANZOO_ALWAYS { return weights[j] * (x - column[j]); }, m);
    out[k] += static_cast<float>(static_cast<double>(factor) * pulled);
  }
}

double root(const float* squares, Int m, float* slopes) {
  GANZOO_INDEPENDENT
  for (Int j = 0; j < m; ++j) slopes[j] = __builtin_sqrtf(squares[j]);
  const double total = sum(slopes, m);
  GANZOO_INDEPENDENT
  for (Int j = 0; j < m; ++j) slopes[j] = slopes[j] > 0 ? 0.5f / slopes[j] : 0.0f;
  return total;
}

/// Of kernels k(s, scale) with slopes k·rate(s, scale): −mean k over the scales, kernel by kernel.
template <class Kernel, class Rate>
GANZOO_INLINE double mixture(const Kernel& kernel, const Rate& rate, const float* scales, Int count,
                             const float* squares, Int m, float* slopes) {
  constexpr Int block = 256;
  float values[block];
  const float share = -1.0f / static_cast<float>(count);
  double total = 0;
  for (Int first = 0; first < m; first += block) {
    const Int n = m - first < block ? m - first : block;
    const float* s = squares + first;
    float* slope = slopes + first;
    for (Int j = 0; j < n; ++j) slope[j] = 0;
    for (Int i = 0; i < count; ++i) {
      const float scale = scales[i];
      GANZOO_INDEPENDENT
      for (Int j = 0; j < n; ++j) {
        values[j] = share * kernel(s[j], scale);
        slope[j] += values[j] * rate(s[j], scale);
      }
      total += sum(values, n);
    }
  }
  return total;
}

double radial(RadialShape shape, const float* scales, Int count, const float* squares, Int m, float* slopes) {
  if (shape == RadialShape::root) return root(squares, m, slopes);
  if (shape == RadialShape::gaussian) {
    return mixture([](float s, float b) GANZOO_ALWAYS { return vmath::exp(-b * s); },
                   [](float, float b) GANZOO_ALWAYS { return -b; }, scales, count, squares, m, slopes);
  }
  return mixture([](float s, float a) GANZOO_ALWAYS { return vmath::exp(-a * vmath::log(1.0f + s * (0.5f / a))); },
                 [](float s, float a) GANZOO_ALWAYS { return -0.5f / (1.0f + s * (0.5f / a)); }, scales, count, squares,
                 m, slopes);
}

double log_sum_exp(const float* potential, const float* cost, float scale, Int m, float* scratch) {
  GANZOO_INDEPENDENT
  for (Int j = 0; j < m; ++j) scratch[j] = scale * (potential[j] - cost[j]);
  float lane[lanes];
  for (int k = 0; k < lanes; ++k) lane[k] = scratch[0];
  const Int whole = m / lanes * lanes;
  for (Int j = 0; j < whole; j += lanes) {
    for (int k = 0; k < lanes; ++k) lane[k] = lane[k] > scratch[j + k] ? lane[k] : scratch[j + k];
  }
  for (Int j = whole; j < m; ++j) lane[0] = lane[0] > scratch[j] ? lane[0] : scratch[j];
  for (int k = 1; k < lanes; ++k) lane[0] = lane[0] > lane[k] ? lane[0] : lane[k];
  const float largest = lane[0];
  GANZOO_INDEPENDENT
  for (Int j = 0; j < m; ++j) scratch[j] = vmath::exp(scratch[j] - largest);
  return static_cast<double>(largest) + __builtin_log(sum(scratch, m));
}

double plan(float own, const float* potential, const float* cost, float scale, float factor, Int m, float* out) {
  GANZOO_INDEPENDENT
  for (Int j = 0; j < m; ++j) out[j] = factor * vmath::exp(scale * (own + (potential[j] - cost[j])));
  return sum(out, m);
}

}  // namespace

const PairKernels GANZOO_LEVEL_NAME(pair_kernels_){squared_distances, pull, radial, log_sum_exp, plan, sum};

}  // namespace ganzoo::detail
