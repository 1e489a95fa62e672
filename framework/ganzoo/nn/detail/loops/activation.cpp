#include <ganzoo/core/level.hpp>
#include <ganzoo/nn/detail/kernel_table.hpp>
#include <ganzoo/nn/detail/loops/function.hpp>

namespace ganzoo::nn::kernels {
namespace {

/// Runs element(i) → float over rows × columns, storing it at out[i] and its column sums, four rows at a time:
/// sums[j] = ((e0 + e1) + (e2 + e3)) of each four rows, added in order.
template <class Element>
GANZOO_INLINE void map_and_sum(const Element& element, float* out, Int rows, Int columns, float* sums) {
  Int r = 0;
  for (; r + 4 <= rows; r += 4) {
    const Int o0 = r * columns, o1 = o0 + columns, o2 = o1 + columns, o3 = o2 + columns;
    GANZOO_INDEPENDENT
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
    GANZOO_INDEPENDENT
    for (Int j = 0; j < columns; ++j) {
      const float e = element(o + j);
      out[o + j] = e;
      sums[j] += e;
    }
  }
}

void activate(Activation activation, const float* a, float* y, Int n) {
  const float s = activation.parameter;
  dispatch(activation.kind, [=](auto f) GANZOO_ALWAYS {
    GANZOO_INDEPENDENT
    for (Int i = 0; i < n; ++i) y[i] = f.value(a[i], s);
  });
}

void activate_backward(Activation activation, const float* y, const float* g, float* delta, Int rows, Int columns,
                       float* column_sums, bool accumulate) {
  if (column_sums && !accumulate) clear(column_sums, columns);
  const float s = activation.parameter;
  dispatch(activation.kind, [=](auto f) GANZOO_ALWAYS {
    auto element = [=](Int i) GANZOO_ALWAYS { return g[i] * f.slope(y[i], s); };
    if (column_sums) return map_and_sum(element, delta, rows, columns, column_sums);
    const Int n = rows * columns;
    GANZOO_INDEPENDENT
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
      GANZOO_INDEPENDENT
      for (Int j = 0; j < columns; ++j) y[o + j] = f.value(y[o + j] + bias[j], s);
    }
  });
}

void normalise_activate(Activation activation, const float* x, const float* mean, const float* scale,
                        const float* shift, float* y, Int rows, Int columns) {
  const float s = activation.parameter;
  dispatch(activation.kind, [=](auto f) GANZOO_ALWAYS {
    for (Int r = 0; r < rows; ++r) {
      const Int o = r * columns;
      GANZOO_INDEPENDENT
      for (Int j = 0; j < columns; ++j) y[o + j] = f.value((x[o + j] - mean[j]) * scale[j] + shift[j], s);
    }
  });
}

}  // namespace

const ActivationLoops GANZOO_LEVEL_NAME(activation_loops_){
    .activate = activate,
    .activate_backward = activate_backward,
    .activate_owed = activate_owed,
    .bias_activate = bias_activate,
    .normalise_activate = normalise_activate,
};

}  // namespace ganzoo::nn::kernels
