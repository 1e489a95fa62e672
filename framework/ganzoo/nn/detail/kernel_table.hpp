/// The loops over tensors, compiled for three instruction sets and chosen once; equal bits in all. Contracts:
/// kernels.hpp.
#pragma once

#include <cstdint>
#include <ganzoo/core/api.hpp>
#include <ganzoo/nn/activation.hpp>

namespace ganzoo::nn::kernels {

using Int = std::int64_t;

struct AdamNumbers {
  float beta1, beta2, epsilon;
  float step;        ///< rate/(1 − β₁ᵗ), negative to descend
  float correction;  ///< 1/√(1 − β₂ᵗ)
};

/// Where a kernel × kernel window stands in an image [height, width, in]: at out_height × out_width places.
struct PatchSizes {
  Int height, width, in, out_height, out_width, kernel, stride, padding;
};

/// The activation functions and what is done in the same pass.
struct ActivationLoops {
  void (*activate)(Activation, const float* a, float* y, Int n);
  void (*activate_backward)(Activation, const float* y, const float* g, float* delta, Int rows, Int columns,
                            float* column_sums, bool accumulate);
  void (*activate_owed)(Activation, const float* y, const float* a_tangent, const float* delta, const float* owed,
                        float* out, Int rows, Int columns, float* column_sums);
  /// φ(y + bias) by column
  void (*bias_activate)(Activation, const float* bias, float* y, Int rows, Int columns);
  /// y = φ((x − mean)·scale + shift) by column
  void (*normalise_activate)(Activation, const float* x, const float* mean, const float* scale, const float* shift,
                             float* y, Int rows, Int columns);
};
extern const ActivationLoops activation_loops_v2, activation_loops_v3, activation_loops_v4;

/// Sums by column and by weight.
struct SumLoops {
  void (*sum_columns)(const float* x, Int rows, Int columns, float* sums, bool accumulate);
  /// y += weight·x by row; sums += Σ weight·x by column, a weight for so many rows each
  void (*add_weighted_rows)(const float* x, const float* weights, Int rows, Int columns, float* y);
  void (*sum_weighted_columns)(const float* x, const float* weights, Int rows, Int columns, Int rows_a_weight,
                               float* sums);
  double (*sum_squares)(const float* x, Int n);
};
extern const SumLoops sum_loops_v2, sum_loops_v3, sum_loops_v4;

/// Moments and what follows from them, by column and by row.
struct NormalisationLoops {
  void (*affine)(const float* x, Int rows, Int columns, const float* scale, const float* shift, float* y);
  void (*column_dots)(const float* a, const float* b, Int rows, Int columns, double* sums, double* dots);
  void (*moments)(const float* x, Int rows, Int columns, double* mean, double* variance);
  /// sums = Σ g, dots = Σ g·(x − mean) by column; activate_dots: of δ = φ′·g, which it writes
  void (*centred_dots)(const float* g, const float* x, const double* mean, Int rows, Int columns, double* sums,
                       double* dots);
  void (*activate_dots)(Activation, const float* y, const float* g, float* delta, const float* x, const double* mean,
                        Int rows, Int columns, double* sums, double* dots);
  /// out (+)= a·g + b·(x − mean) + c by column
  void (*combine)(const float* g, const float* x, const float* mean, const float* a, const float* b, const float* c,
                  Int rows, Int columns, float* out, bool accumulate);
  /// The same by row, over rows of n numbers
  void (*row_moments)(const float* x, Int rows, Int n, double* mean, double* variance);
  void (*row_dots)(const float* g, const float* x, const double* mean, Int rows, Int n, double* sums, double* dots);
  void (*row_combine)(const float* g, const float* x, const float* mean, const float* a, const float* b, const float* c,
                      Int rows, Int n, float* out, bool accumulate);
};
extern const NormalisationLoops normalisation_loops_v2, normalisation_loops_v3, normalisation_loops_v4;

struct MaxoutLoops {
  void (*maxout)(const float* z, Int rows, Int columns, Int pieces, float* y, std::int32_t* winner);
  void (*maxout_gather)(const float* z, Int rows, Int columns, Int pieces, const std::int32_t* winner, float* y);
  void (*maxout_scatter)(const float* y, Int rows, Int columns, Int pieces, const std::int32_t* winner, float* z);
};
extern const MaxoutLoops maxout_loops_v2, maxout_loops_v3, maxout_loops_v4;

/// Windows and blocks of images.
struct PatchLoops {
  /// The windows at `lines` lines of places from `first` on, counted over the images x; one a row of `columns`, zero
  /// outside of the image. col2im adds them back.
  void (*im2col)(const PatchSizes&, const float* x, Int first, Int lines, float* columns);
  void (*im2col_halves)(const PatchSizes&, const std::uint16_t* x, Int first, Int lines, std::uint16_t* columns);
  void (*col2im)(const PatchSizes&, const float* columns, Int first, Int lines, float* x);
  /// Images of lines × width blocks of factor × factor pixels, `weight` times the sum of each; and each block's number
  /// times `weight` to all of its pixels.
  void (*sum_blocks)(const float* x, Int lines, Int width, Int channels, Int factor, float weight, float* sums);
  void (*spread_blocks)(const float* sums, Int lines, Int width, Int channels, Int factor, float weight, float* x);
};
extern const PatchLoops patch_loops_v2, patch_loops_v3, patch_loops_v4;

/// Updates of numbers in place.
struct UpdateLoops {
  void (*sgd)(float* w, const float* g, float* velocity, Int n, float step, float momentum);
  void (*rmsprop)(float* w, const float* g, float* square, Int n, float step, float decay, float epsilon);
  void (*adam)(float* w, const float* g, float* m, float* v, Int n, const AdamNumbers&);
  void (*clip)(float* x, Int n, float bound);
  void (*scale)(float* x, Int n, float factor);
  void (*axpy)(float* y, const float* x, Int n, float factor);
  void (*approach)(float* average, const float* x, Int n, float weight);
  void (*multiply)(const float* a, const float* b, float* out, Int n);
  void (*drop)(float* uniform_to_mask, Int n, float keep, float scale);
};
extern const UpdateLoops update_loops_v2, update_loops_v3, update_loops_v4;

/// Roundings to bfloat16.
struct HalfLoops {
  /// Numbers rounded to bfloat16; and split into a high part, written at 0 and `high`, and the rest, at `low`, of rows
  /// `stride` numbers apart.
  void (*to_halves)(const float* x, std::uint16_t* halves, Int n);
  void (*to_split)(const float* x, Int rows, Int columns, std::uint16_t* halves, Int stride, Int high, Int low);
};
extern const HalfLoops half_loops_v2, half_loops_v3, half_loops_v4;

struct Table : ActivationLoops, SumLoops, NormalisationLoops, MaxoutLoops, PatchLoops, UpdateLoops, HalfLoops {};

/// Those of x86-64 level 2, 3 or 4, which this processor need not run; and the best that it does.
GANZOO_API const Table& table_of(int level);
GANZOO_API const Table& table();

}  // namespace ganzoo::nn::kernels
