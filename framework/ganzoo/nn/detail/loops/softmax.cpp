#include <ganzoo/core/level.hpp>
#include <ganzoo/core/vmath.hpp>
#include <ganzoo/nn/detail/softmax.hpp>

namespace ganzoo::nn::softmax {
namespace {

using Int = std::int64_t;

/// The largest of n numbers, in 16 lanes.
GANZOO_INLINE float largest(const float* x, Int n) {
  constexpr int lanes = 16;
  float lane[lanes], most = x[0];
  for (float& l : lane) l = x[0];
  const Int whole = n / lanes * lanes;
  for (Int i = 0; i < whole; i += lanes) {
    for (int k = 0; k < lanes; ++k) lane[k] = x[i + k] > lane[k] ? x[i + k] : lane[k];
  }
  for (Int i = whole; i < n; ++i) most = x[i] > most ? x[i] : most;
  for (const float l : lane) most = l > most ? l : most;
  return most;
}

GANZOO_INLINE float dot(const float* a, const float* b, Int n) {
  return static_cast<float>(
      lane_sum([=](Int i) GANZOO_ALWAYS { return static_cast<double>(a[i]) * static_cast<double>(b[i]); }, n));
}

void rows(float* x, Int rows, Int n) {
  for (float* row = x; row < x + rows * n; row += n) {
    const float most = largest(row, n);
    GANZOO_INDEPENDENT
    for (Int i = 0; i < n; ++i) row[i] = vmath::exp(row[i] - most);
    const double sum = lane_sum([=](Int i) GANZOO_ALWAYS { return static_cast<double>(row[i]); }, n);
    const float inverse = static_cast<float>(1 / sum);
    GANZOO_INDEPENDENT
    for (Int i = 0; i < n; ++i) row[i] *= inverse;
  }
}

/// J x of one row, whose a·x is known.
GANZOO_INLINE void apply_jacobian(const float* a, float* x, float ax, Int n) {
  GANZOO_INDEPENDENT
  for (Int i = 0; i < n; ++i) x[i] = a[i] * (x[i] - ax);
}

void jacobian(const float* a, float* x, Int rows, Int n) {
  for (Int o = 0; o < rows * n; o += n) apply_jacobian(a + o, x + o, dot(a + o, x + o, n), n);
}

void tangent_pullback(const float* a, float* t, float* b, float* e, Int rows, Int n) {
  for (Int o = 0; o < rows * n; o += n) {
    const float at = dot(a + o, t + o, n), ab = dot(a + o, b + o, n);
    GANZOO_INDEPENDENT
    for (Int i = o; i < o + n; ++i) e[i] += b[i] * (t[i] - at) - ab * t[i];
    apply_jacobian(a + o, e + o, dot(a + o, e + o, n), n);
    apply_jacobian(a + o, b + o, ab, n);
    apply_jacobian(a + o, t + o, at, n);
  }
}

}  // namespace

extern const Loops GANZOO_LEVEL_NAME(loops_);
const Loops GANZOO_LEVEL_NAME(loops_){.rows = rows, .jacobian = jacobian, .tangent_pullback = tangent_pullback};

}  // namespace ganzoo::nn::softmax
