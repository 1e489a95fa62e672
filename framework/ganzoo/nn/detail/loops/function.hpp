/// The activation functions as loops inline them, one type each. For sources compiled once for each level
/// (core/level.hpp).
#pragma once

#include <ganzoo/core/level.hpp>
#include <ganzoo/core/vmath.hpp>
#include <ganzoo/nn/activation.hpp>

namespace ganzoo::nn::kernels {

using Kind = Activation::Kind;

GANZOO_INLINE float absolute(float x) { return x < 0 ? -x : x; }
GANZOO_INLINE float larger(float a, float b) { return a > b ? a : b; }

/// tanh x: an odd polynomial (Cephes) near 0, 1 − 2/(e²ˣ + 1) beyond.
GANZOO_INLINE float tanh_(float x) {
  const float m = absolute(x);
  const float z = x * x;
  float p = -5.70498872745e-3f;
  p = p * z + 2.06390887954e-2f;
  p = p * z - 5.37397155531e-2f;
  p = p * z + 1.33314422036e-1f;
  p = p * z - 3.33332819422e-1f;
  const float near = p * z * x + x;
  const float far = 1.0f - 2.0f / (vmath::exp(2.0f * m) + 1.0f);
  return m < 0.625f ? near : (x < 0 ? -far : far);
}

GANZOO_INLINE float sigmoid_(float x) {
  const float e = vmath::exp(-absolute(x));
  const float low = e / (1.0f + e);
  return x < 0 ? low : 1.0f - low;
}

/// eˣ − 1 for x ≤ 0 without cancellation: 2t/(1 − t), t = tanh(x/2).
GANZOO_INLINE float expm1_negative(float x) {
  const float t = tanh_(0.5f * x);
  return 2.0f * t / (1.0f - t);
}

/// log(1 + t), 0 ≤ t ≤ 1: 2·artanh(s), s = t/(2 + t) ≤ 1/3, by its series.
GANZOO_INLINE float log1p_unit(float t) {
  const float s = t / (2.0f + t), z = s * s;
  float p = 1.0f / 15;
  p = p * z + 1.0f / 13;
  p = p * z + 1.0f / 11;
  p = p * z + 1.0f / 9;
  p = p * z + 1.0f / 7;
  p = p * z + 1.0f / 5;
  p = p * z + 1.0f / 3;
  return 2.0f * (s + s * (z * p));
}

GANZOO_INLINE float softplus_(float x) { return larger(x, 0.0f) + log1p_unit(vmath::exp(-absolute(x))); }

/// φ(a), φ′ as a function of y = φ(a), and φ″/φ′ as a function of y.
template <Kind K>
struct Function;

template <>
struct Function<Kind::identity> {
  static GANZOO_INLINE float value(float a, float) { return a; }
  static GANZOO_INLINE float slope(float, float) { return 1.0f; }
  static GANZOO_INLINE float bend(float, float) { return 0.0f; }
};
template <>
struct Function<Kind::relu> {
  static GANZOO_INLINE float value(float a, float) { return a > 0 ? a : 0.0f; }
  static GANZOO_INLINE float slope(float y, float) { return y > 0 ? 1.0f : 0.0f; }
  static GANZOO_INLINE float bend(float, float) { return 0.0f; }
};
template <>
struct Function<Kind::leaky_relu> {
  static GANZOO_INLINE float value(float a, float s) { return a > 0 ? a : s * a; }
  static GANZOO_INLINE float slope(float y, float s) { return y > 0 ? 1.0f : s; }
  static GANZOO_INLINE float bend(float, float) { return 0.0f; }
};
template <>
struct Function<Kind::tanh> {
  static GANZOO_INLINE float value(float a, float) { return tanh_(a); }
  static GANZOO_INLINE float slope(float y, float) { return (1.0f - y) * (1.0f + y); }
  static GANZOO_INLINE float bend(float y, float) { return -2.0f * y; }
};
template <>
struct Function<Kind::sigmoid> {
  static GANZOO_INLINE float value(float a, float) { return sigmoid_(a); }
  static GANZOO_INLINE float slope(float y, float) { return y * (1.0f - y); }
  static GANZOO_INLINE float bend(float y, float) { return 1.0f - 2.0f * y; }
};
template <>
struct Function<Kind::softplus> {
  static GANZOO_INLINE float value(float a, float) { return softplus_(a); }
  static GANZOO_INLINE float slope(float y, float) { return -expm1_negative(-y); }
  static GANZOO_INLINE float bend(float y, float) { return vmath::exp(-y); }
};
template <>
struct Function<Kind::elu> {
  static GANZOO_INLINE float value(float a, float alpha) {
    return a > 0 ? a : alpha * expm1_negative(a > 0 ? 0.0f : a);
  }
  static GANZOO_INLINE float slope(float y, float alpha) { return y > 0 ? 1.0f : y + alpha; }
  static GANZOO_INLINE float bend(float y, float) { return y > 0 ? 0.0f : 1.0f; }
};

/// Calls body(Function<kind>{}) for the kind at hand: no branch inside a loop.
template <class Body>
GANZOO_INLINE void dispatch(Kind kind, const Body& body) {
  switch (kind) {
    case Kind::identity:
      return body(Function<Kind::identity>{});
    case Kind::relu:
      return body(Function<Kind::relu>{});
    case Kind::leaky_relu:
      return body(Function<Kind::leaky_relu>{});
    case Kind::tanh:
      return body(Function<Kind::tanh>{});
    case Kind::sigmoid:
      return body(Function<Kind::sigmoid>{});
    case Kind::softplus:
      return body(Function<Kind::softplus>{});
    case Kind::elu:
      return body(Function<Kind::elu>{});
  }
}

}  // namespace ganzoo::nn::kernels
