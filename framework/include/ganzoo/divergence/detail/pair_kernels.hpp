/// The loops over pairs of points, compiled for three instruction sets and chosen once; equal bits in all.
#pragma once

#include <cstdint>
#include <ganzoo/core/api.hpp>

namespace ganzoo::detail {

/// A function of the squared distance s: √s, −mean_b exp(−b s), −mean_a (1 + s/(2a))^−a.
enum class RadialShape : std::uint8_t { root, gaussian, rational_quadratic };

struct PairKernels {
  using Int = std::int64_t;

  /// squares[j] = Σ_k (a[k] − columns[k, j])² for the m points that are the columns [d, m].
  void (*squared_distances)(const float* a, const float* columns, Int d, Int m, float* squares);
  /// out[k] += factor · Σ_j weights[j] (a[k] − columns[k, j])
  void (*pull)(const float* a, const float* columns, Int d, Int m, const float* weights, float factor, float* out);
  /// Σ ρ(squares[j]), and slopes[j] = ρ′(squares[j]); where √s has none, at 0, it counts as 0.
  double (*radial)(RadialShape, const float* scales, Int count, const float* squares, Int m, float* slopes);
  /// log Σ_j exp(scale·(potential[j] − cost[j])); `scratch` [m] is overwritten.
  double (*log_sum_exp)(const float* potential, const float* cost, float scale, Int m, float* scratch);
  /// out[j] = factor · exp(scale·(own + potential[j] − cost[j])); returns their sum.
  double (*plan)(float own, const float* potential, const float* cost, float scale, float factor, Int m, float* out);
  double (*sum)(const float* x, Int m);
};

GANZOO_API extern const PairKernels pair_kernels_v2, pair_kernels_v3, pair_kernels_v4;

/// The best one that this processor runs.
GANZOO_API const PairKernels& pair_kernels();

}  // namespace ganzoo::detail
