// Compiled once for each x86-64 level, with GANZOO_LEVEL the suffix: no standard header with code in it may come in
// here, or the linker could keep its AVX-512 copy for everyone. Plain loops that vectorise; every sum has a fixed
// order.
#include <ganzoo/core/level.hpp>
#include <ganzoo/core/vmath.hpp>
#include <ganzoo/nn/detail/kernel_table.hpp>

#define GANZOO_ALWAYS __attribute__((always_inline))
#define GANZOO_INLINE GANZOO_ALWAYS inline

namespace ganzoo::nn::kernels {
namespace {

using vmath::select;
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

void activate(Activation activation, const float* a, float* y, Int n) {
  const float s = activation.parameter;
  dispatch(activation.kind, [=](auto f) GANZOO_ALWAYS {
#pragma GCC ivdep
    for (Int i = 0; i < n; ++i) y[i] = f.value(a[i], s);
  });
}

/// Runs element(i) → float over rows × columns, storing it at out[i] and its column sums, four rows at a time:
/// sums[j] = ((e0 + e1) + (e2 + e3)) of each four rows, added in order.
template <class Element>
GANZOO_INLINE void map_and_sum(const Element& element, float* out, Int rows, Int columns, float* sums) {
  Int r = 0;
  for (; r + 4 <= rows; r += 4) {
    const Int o0 = r * columns, o1 = o0 + columns, o2 = o1 + columns, o3 = o2 + columns;
#pragma GCC ivdep
    for (Int j = 0; j < columns; ++j) {
      const float e0 = element(o0 + j), e1 = element(o1 + j), e2 = element(o2 + j), e3 = element(o3 + j);
      out[o0 + j] = e0;
      out[o1 + j] = e1;
      out[o2 + j] = e2;
      out[o3 + j] = e3;
      sums[j] += (e0 + e1) + (e2 + e3);
    }
  }
  for (; r < rows; ++r) {
    const Int o = r * columns;
#pragma GCC ivdep
    for (Int j = 0; j < columns; ++j) {
      const float e = element(o + j);
      out[o + j] = e;
      sums[j] += e;
    }
  }
}

GANZOO_INLINE void clear(float* x, Int n) {
  for (Int i = 0; i < n; ++i) x[i] = 0;
}

void activate_backward(Activation activation, const float* y, const float* g, float* delta, Int rows, Int columns,
                       float* column_sums, bool accumulate) {
  if (column_sums && !accumulate) clear(column_sums, columns);
  const float s = activation.parameter;
  dispatch(activation.kind, [=](auto f) GANZOO_ALWAYS {
    auto element = [=](Int i) GANZOO_ALWAYS { return g[i] * f.slope(y[i], s); };
    if (column_sums) return map_and_sum(element, delta, rows, columns, column_sums);
    const Int n = rows * columns;
#pragma GCC ivdep
    for (Int i = 0; i < n; ++i) delta[i] = element(i);
  });
}

void activate_owed(Activation activation, const float* y, const float* a_tangent, const float* delta, const float* owed,
                   float* out, Int rows, Int columns, float* column_sums) {
  const float s = activation.parameter;
  dispatch(activation.kind, [=](auto f) GANZOO_ALWAYS {
    auto bent = [=](Int i) GANZOO_ALWAYS { return f.bend(y[i], s) * a_tangent[i] * delta[i]; };
    auto passed = [=](Int i) GANZOO_ALWAYS { return f.slope(y[i], s) * owed[i]; };
    auto both = [=](Int i) GANZOO_ALWAYS { return bent(i) + passed(i); };
    if (!owed) return map_and_sum(bent, out, rows, columns, column_sums);
    if (!a_tangent) return map_and_sum(passed, out, rows, columns, column_sums);
    map_and_sum(both, out, rows, columns, column_sums);
  });
}

void sum_columns(const float* x, Int rows, Int columns, float* sums, bool accumulate) {
  if (!accumulate) clear(sums, columns);
  Int r = 0;
  for (; r + 4 <= rows; r += 4) {
    const float *x0 = x + r * columns, *x1 = x0 + columns, *x2 = x1 + columns, *x3 = x2 + columns;
#pragma GCC ivdep
    for (Int j = 0; j < columns; ++j) sums[j] += (x0[j] + x1[j]) + (x2[j] + x3[j]);
  }
  for (; r < rows; ++r) {
#pragma GCC ivdep
    for (Int j = 0; j < columns; ++j) sums[j] += x[r * columns + j];
  }
}

void add_weighted_rows(const float* x, const float* weights, Int rows, Int columns, float* y) {
  for (Int r = 0; r < rows; ++r) {
    const float w = weights[r];
#pragma GCC ivdep
    for (Int j = r * columns; j < (r + 1) * columns; ++j) y[j] += w * x[j];
  }
}

void sum_weighted_columns(const float* x, const float* weights, Int rows, Int columns, Int rows_a_weight, float* sums) {
  for (Int r = 0; r < rows; ++r) {
    const float w = weights[r / rows_a_weight];
#pragma GCC ivdep
    for (Int j = 0; j < columns; ++j) sums[j] += w * x[r * columns + j];
  }
}

void multiply(const float* a, const float* b, float* out, Int n) {
#pragma GCC ivdep
  for (Int i = 0; i < n; ++i) out[i] = a[i] * b[i];
}

void drop(float* x, Int n, float keep, float scale) {
  for (Int i = 0; i < n; ++i) x[i] = x[i] < keep ? scale : 0.0f;
}

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
#pragma GCC ivdep
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
#pragma GCC ivdep
      for (Int j = 0; j < columns; ++j) piece[j] = who[j] == k ? from[j] : 0.0f;
    }
  }
}

void affine(const float* x, Int rows, Int columns, const float* scale, const float* shift, float* y) {
  for (Int r = 0; r < rows; ++r) {
    const Int o = r * columns;
    if (shift) {
#pragma GCC ivdep
      for (Int j = 0; j < columns; ++j) y[o + j] = x[o + j] * scale[j] + shift[j];
    } else {
#pragma GCC ivdep
      for (Int j = 0; j < columns; ++j) y[o + j] = x[o + j] * scale[j];
    }
  }
}

void column_dots(const float* a, const float* b, Int rows, Int columns, double* sums, double* dots) {
  for (Int j = 0; j < columns; ++j) sums[j] = dots[j] = 0;
  for (Int r = 0; r < rows; ++r) {
    const Int o = r * columns;
#pragma GCC ivdep
    for (Int j = 0; j < columns; ++j) {
      const double x = static_cast<double>(a[o + j]);
      sums[j] += x;
      dots[j] += x * static_cast<double>(b[o + j]);
    }
  }
}

void moments(const float* x, Int rows, Int columns, double* mean, double* variance) {
  const double n = static_cast<double>(rows);
  for (Int j = 0; j < columns; ++j) mean[j] = variance[j] = 0;
  for (Int r = 0; r < rows; ++r) {
#pragma GCC ivdep
    for (Int j = 0; j < columns; ++j) mean[j] += static_cast<double>(x[r * columns + j]);
  }
  for (Int j = 0; j < columns; ++j) mean[j] /= n;
  for (Int r = 0; r < rows; ++r) {
#pragma GCC ivdep
    for (Int j = 0; j < columns; ++j) {
      const double d = static_cast<double>(x[r * columns + j]) - mean[j];
      variance[j] += d * d;
    }
  }
  for (Int j = 0; j < columns; ++j) variance[j] /= n;
}

void normalise_activate(Activation activation, const float* x, const float* mean, const float* scale,
                        const float* shift, float* y, Int rows, Int columns) {
  const float s = activation.parameter;
  dispatch(activation.kind, [=](auto f) GANZOO_ALWAYS {
    for (Int r = 0; r < rows; ++r) {
      const Int o = r * columns;
#pragma GCC ivdep
      for (Int j = 0; j < columns; ++j) y[o + j] = f.value((x[o + j] - mean[j]) * scale[j] + shift[j], s);
    }
  });
}

void bias_activate(Activation activation, const float* bias, float* y, Int rows, Int columns) {
  const float s = activation.parameter;
  // Of few columns, several rows are one: their bias, repeated, fills whole vectors.
  constexpr Int few = 16;
  float repeated[few * few];
  if (columns < few && rows >= few) {
    for (Int j = 0; j < few * columns; ++j) repeated[j] = bias[j % columns];
    const Int whole = rows / few * few;
    bias_activate(activation, repeated, y, rows / few, few * columns);
    if (whole == rows) return;
    y += whole * columns;
    rows -= whole;
  }
  dispatch(activation.kind, [=](auto f) GANZOO_ALWAYS {
    for (Int r = 0; r < rows; ++r) {
      const Int o = r * columns;
#pragma GCC ivdep
      for (Int j = 0; j < columns; ++j) y[o + j] = f.value(y[o + j] + bias[j], s);
    }
  });
}

/// sums += e, dots += e·(x − mean) for element(i) → e over rows × columns.
template <class Element>
GANZOO_INLINE void add_dots(const Element& element, const float* x, const double* mean, Int rows, Int columns,
                            double* sums, double* dots) {
  for (Int j = 0; j < columns; ++j) sums[j] = dots[j] = 0;
  Int r = 0;
  for (; r + 2 <= rows; r += 2) {
    const Int o = r * columns, p = o + columns;
#pragma GCC ivdep
    for (Int j = 0; j < columns; ++j) {
      const double e = static_cast<double>(element(o + j)), f = static_cast<double>(element(p + j));
      sums[j] += e + f;
      dots[j] += e * (static_cast<double>(x[o + j]) - mean[j]) + f * (static_cast<double>(x[p + j]) - mean[j]);
    }
  }
  for (; r < rows; ++r) {
    const Int o = r * columns;
#pragma GCC ivdep
    for (Int j = 0; j < columns; ++j) {
      const double e = static_cast<double>(element(o + j));
      sums[j] += e;
      dots[j] += e * (static_cast<double>(x[o + j]) - mean[j]);
    }
  }
}

void centred_dots(const float* g, const float* x, const double* mean, Int rows, Int columns, double* sums,
                  double* dots) {
  add_dots([=](Int i) GANZOO_ALWAYS { return g[i]; }, x, mean, rows, columns, sums, dots);
}

void activate_dots(Activation activation, const float* y, const float* g, float* delta, const float* x,
                   const double* mean, Int rows, Int columns, double* sums, double* dots) {
  const float s = activation.parameter;
  dispatch(activation.kind, [=](auto f) GANZOO_ALWAYS {
    auto element = [=](Int i) GANZOO_ALWAYS { return delta[i] = g[i] * f.slope(y[i], s); };
    add_dots(element, x, mean, rows, columns, sums, dots);
  });
}

void combine(const float* g, const float* x, const float* mean, const float* a, const float* b, const float* c,
             Int rows, Int columns, float* out, bool accumulate) {
  for (Int r = 0; r < rows; ++r) {
    const Int o = r * columns;
    if (accumulate) {
#pragma GCC ivdep
      for (Int j = 0; j < columns; ++j) out[o + j] += a[j] * g[o + j] + (b[j] * (x[o + j] - mean[j]) + c[j]);
    } else {
#pragma GCC ivdep
      for (Int j = 0; j < columns; ++j) out[o + j] = a[j] * g[o + j] + (b[j] * (x[o + j] - mean[j]) + c[j]);
    }
  }
}

/// Σ element(i) over [0, n) in 16 lanes of fixed order.
template <class Element>
GANZOO_INLINE double lane_sum(const Element& element, Int n) {
  constexpr int lanes = 16;
  double lane[lanes] = {};
  const Int whole = n / lanes * lanes;
  for (Int i = 0; i < whole; i += lanes) {
    for (int k = 0; k < lanes; ++k) lane[k] += element(i + k);
  }
  for (Int i = whole; i < n; ++i) lane[i - whole] += element(i);
  for (int width = lanes / 2; width > 0; width /= 2) {
    for (int k = 0; k < width; ++k) lane[k] += lane[k + width];
  }
  return lane[0];
}

void row_moments(const float* x, Int rows, Int n, double* mean, double* variance) {
  for (Int r = 0; r < rows; ++r) {
    const float* row = x + r * n;
    const double m =
        lane_sum([=](Int i) GANZOO_ALWAYS { return static_cast<double>(row[i]); }, n) / static_cast<double>(n);
    auto square = [=](Int i) GANZOO_ALWAYS {
      const double d = static_cast<double>(row[i]) - m;
      return d * d;
    };
    mean[r] = m;
    variance[r] = lane_sum(square, n) / static_cast<double>(n);
  }
}

void row_dots(const float* g, const float* x, const double* mean, Int rows, Int n, double* sums, double* dots) {
  for (Int r = 0; r < rows; ++r) {
    const float *a = g + r * n, *b = x + r * n;
    const double m = mean[r];
    sums[r] = lane_sum([=](Int i) GANZOO_ALWAYS { return static_cast<double>(a[i]); }, n);
    dots[r] =
        lane_sum([=](Int i) GANZOO_ALWAYS { return static_cast<double>(a[i]) * (static_cast<double>(b[i]) - m); }, n);
  }
}

void row_combine(const float* g, const float* x, const float* mean, const float* a, const float* b, const float* c,
                 Int rows, Int n, float* out, bool accumulate) {
  for (Int r = 0; r < rows; ++r) {
    const float m = mean[r], ar = a[r], br = b[r], cr = c[r];
    const Int o = r * n;
#pragma GCC ivdep
    for (Int i = o; i < o + n; ++i) {
      const float e = ar * g[i] + (br * (x[i] - m) + cr);
      out[i] = accumulate ? out[i] + e : e;
    }
  }
}

/// Calls visit(numbers of the window's line before the image, in it, behind it; where those in it lie) for each line of
/// each window at the places of `lines` lines.
template <class Visit>
GANZOO_INLINE void each_window_line(const PatchSizes& s, Int first, Int lines, const Visit& visit) {
  for (Int line = first; line < first + lines; ++line) {
    const Int image = line / s.out_height, top = line % s.out_height * s.stride - s.padding;
    for (Int place = 0; place < s.out_width; ++place) {
      const Int left = place * s.stride - s.padding;
      Int before = left < 0 ? -left : 0;
      if (before > s.kernel) before = s.kernel;
      Int end = s.width - left < s.kernel ? s.width - left : s.kernel;
      if (end < before) end = before;
      for (Int k = 0; k < s.kernel; ++k) {
        const Int y = top + k;
        if (y < 0 || y >= s.height || end == before) {
          visit(s.kernel * s.in, Int{0}, Int{0}, Int{0});
        } else {
          const Int at = ((image * s.height + y) * s.width + left + before) * s.in;
          visit(before * s.in, (end - before) * s.in, (s.kernel - end) * s.in, at);
        }
      }
    }
  }
}

template <class Number>
GANZOO_INLINE void unfold(const PatchSizes& sizes, const Number* x, Int first, Int lines, Number* columns) {
  each_window_line(sizes, first, lines, [&](Int before, Int inside, Int behind, Int at) GANZOO_ALWAYS {
    for (Int i = 0; i < before; ++i) columns[i] = 0;
    columns += before;
    for (Int i = 0; i < inside; ++i) columns[i] = x[at + i];
    columns += inside;
    for (Int i = 0; i < behind; ++i) columns[i] = 0;
    columns += behind;
  });
}

void im2col(const PatchSizes& sizes, const float* x, Int first, Int lines, float* columns) {
  unfold(sizes, x, first, lines, columns);
}

void im2col_halves(const PatchSizes& sizes, const std::uint16_t* x, Int first, Int lines, std::uint16_t* columns) {
  unfold(sizes, x, first, lines, columns);
}

void col2im(const PatchSizes& sizes, const float* columns, Int first, Int lines, float* x) {
  each_window_line(sizes, first, lines, [&](Int before, Int inside, Int behind, Int at) GANZOO_ALWAYS {
    columns += before;
#pragma GCC ivdep
    for (Int i = 0; i < inside; ++i) x[at + i] += columns[i];
    columns += inside + behind;
  });
}

void sum_blocks(const float* x, Int lines, Int width, Int channels, Int factor, float weight, float* sums) {
  const Int stride = width * factor * channels;
  for (Int line = 0; line < lines; ++line) {
    for (Int place = 0; place < width; ++place) {
      const float* corner = x + line * factor * stride + place * factor * channels;
      float* sum = sums + (line * width + place) * channels;
      clear(sum, channels);
      for (Int i = 0; i < factor * factor; ++i) {
        const float* pixel = corner + i / factor * stride + i % factor * channels;
#pragma GCC ivdep
        for (Int c = 0; c < channels; ++c) sum[c] += weight * pixel[c];
      }
    }
  }
}

void spread_blocks(const float* sums, Int lines, Int width, Int channels, Int factor, float weight, float* x) {
  for (Int line = 0; line < lines * factor; ++line) {
    for (Int place = 0; place < width * factor; ++place) {
      const float* sum = sums + (line / factor * width + place / factor) * channels;
      float* pixel = x + (line * width * factor + place) * channels;
#pragma GCC ivdep
      for (Int c = 0; c < channels; ++c) pixel[c] = weight * sum[c];
    }
  }
}

void sgd(float* w, const float* g, float* velocity, Int n, float step, float momentum) {
#pragma GCC ivdep
  for (Int i = 0; i < n; ++i) {
    const float v = momentum * velocity[i] + g[i];
    velocity[i] = v;
    w[i] += step * v;
  }
}

void rmsprop(float* w, const float* g, float* square, Int n, float step, float decay, float epsilon) {
  const float rest = 1.0f - decay;
#pragma GCC ivdep
  for (Int i = 0; i < n; ++i) {
    const float s = decay * square[i] + rest * (g[i] * g[i]);
    square[i] = s;
    w[i] += step * g[i] / (__builtin_sqrtf(s) + epsilon);
  }
}

void adam(float* w, const float* g, float* m, float* v, Int n, const AdamNumbers& numbers) {
  const AdamNumbers a = numbers;
  const float rest1 = 1.0f - a.beta1, rest2 = 1.0f - a.beta2;
#pragma GCC ivdep
  for (Int i = 0; i < n; ++i) {
    const float first = a.beta1 * m[i] + rest1 * g[i];
    const float second = a.beta2 * v[i] + rest2 * (g[i] * g[i]);
    m[i] = first;
    v[i] = second;
    w[i] += a.step * first / (__builtin_sqrtf(second) * a.correction + a.epsilon);
  }
}

void clip(float* x, Int n, float bound) {
  for (Int i = 0; i < n; ++i) {
    const float low = x[i] < -bound ? -bound : x[i];
    x[i] = low > bound ? bound : low;
  }
}

void scale(float* x, Int n, float factor) {
  for (Int i = 0; i < n; ++i) x[i] *= factor;
}

void axpy(float* y, const float* x, Int n, float factor) {
#pragma GCC ivdep
  for (Int i = 0; i < n; ++i) y[i] += factor * x[i];
}

void approach(float* average, const float* x, Int n, float weight) {
#pragma GCC ivdep
  for (Int i = 0; i < n; ++i) average[i] += weight * (x[i] - average[i]);
}

double sum_squares(const float* x, Int n) {
  auto square = [=](Int i) GANZOO_ALWAYS {
    const double v = static_cast<double>(x[i]);
    return v * v;
  };
  return lane_sum(square, n);
}

/// The upper sixteen bits, rounded to nearest, ties to even; NaN stays NaN.
GANZOO_INLINE std::uint16_t half_of(float x) {
  const auto bits = __builtin_bit_cast(std::uint32_t, x);
  const std::uint32_t rounded = (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16;
  return static_cast<std::uint16_t>((bits & 0x7fffffffu) > 0x7f800000u ? (bits >> 16) | 0x40u : rounded);
}

void to_halves(const float* x, std::uint16_t* halves, Int n) {
#pragma GCC ivdep
  for (Int i = 0; i < n; ++i) halves[i] = half_of(x[i]);
}

void to_split(const float* x, Int rows, Int columns, std::uint16_t* halves, Int stride, Int high, Int low) {
  for (Int r = 0; r < rows; ++r) {
    const float* from = x + r * columns;
    std::uint16_t* to = halves + r * stride;
#pragma GCC ivdep
    for (Int j = 0; j < columns; ++j) {
      const std::uint16_t top = half_of(from[j]);
      const float rest = from[j] - __builtin_bit_cast(float, static_cast<std::uint32_t>(top) << 16);
      to[j] = top;
      to[high + j] = top;
      to[low + j] = half_of(rest);
    }
  }
}

}  // namespace

const Table GANZOO_LEVEL_NAME(table_){
    .activate = activate,
    .activate_backward = activate_backward,
    .activate_owed = activate_owed,
    .sum_columns = sum_columns,
    .add_weighted_rows = add_weighted_rows,
    .sum_weighted_columns = sum_weighted_columns,
    .multiply = multiply,
    .drop = drop,
    .maxout = maxout,
    .maxout_gather = maxout_gather,
    .maxout_scatter = maxout_scatter,
    .affine = affine,
    .column_dots = column_dots,
    .moments = moments,
    .normalise_activate = normalise_activate,
    .bias_activate = bias_activate,
    .centred_dots = centred_dots,
    .activate_dots = activate_dots,
    .combine = combine,
    .row_moments = row_moments,
    .row_dots = row_dots,
    .row_combine = row_combine,
    .im2col = im2col,
    .im2col_halves = im2col_halves,
    .col2im = col2im,
    .sum_blocks = sum_blocks,
    .spread_blocks = spread_blocks,
    .sgd = sgd,
    .rmsprop = rmsprop,
    .adam = adam,
    .clip = clip,
    .scale = scale,
    .axpy = axpy,
    .approach = approach,
    .sum_squares = sum_squares,
    .to_halves = to_halves,
    .to_split = to_split,
};

}  // namespace ganzoo::nn::kernels
