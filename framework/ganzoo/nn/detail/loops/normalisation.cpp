#include <ganzoo/core/level.hpp>
#include <ganzoo/nn/detail/kernel_table.hpp>
#include <ganzoo/nn/detail/loops/function.hpp>

namespace ganzoo::nn::kernels {
namespace {

void affine(const float* x, Int rows, Int columns, const float* scale, const float* shift, float* y) {
  for (Int r = 0; r < rows; ++r) {
    const Int o = r * columns;
    if (shift) {
      GANZOO_INDEPENDENT
      for (Int j = 0; j < columns; ++j) y[o + j] = x[o + j] * scale[j] + shift[j];
    } else {
      GANZOO_INDEPENDENT
      for (Int j = 0; j < columns; ++j) y[o + j] = x[o + j] * scale[j];
    }
  }
}

void column_dots(const float* a, const float* b, Int rows, Int columns, double* sums, double* dots) {
  for (Int j = 0; j < columns; ++j) sums[j] = dots[j] = 0;
  for (Int r = 0; r < rows; ++r) {
    const Int o = r * columns;
    GANZOO_INDEPENDENT
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
    GANZOO_INDEPENDENT
    for (Int j = 0; j < columns; ++j) mean[j] += static_cast<double>(x[r * columns + j]);
  }
  for (Int j = 0; j < columns; ++j) mean[j] /= n;
  for (Int r = 0; r < rows; ++r) {
    GANZOO_INDEPENDENT
    for (Int j = 0; j < columns; ++j) {
      const double d = static_cast<double>(x[r * columns + j]) - mean[j];
      variance[j] += d * d;
    }
  }
  for (Int j = 0; j < columns; ++j) variance[j] /= n;
}

/// sums += e, dots += e·(x − mean) for element(i) → e over rows × columns.
template <class Element>
GANZOO_INLINE void add_dots(const Element& element, const float* x, const double* mean, Int rows, Int columns,
                            double* sums, double* dots) {
  for (Int j = 0; j < columns; ++j) sums[j] = dots[j] = 0;
  Int r = 0;
  for (; r + 2 <= rows; r += 2) {
    const Int o = r * columns, p = o + columns;
    GANZOO_INDEPENDENT
    for (Int j = 0; j < columns; ++j) {
      const double e = static_cast<double>(element(o + j)), f = static_cast<double>(element(p + j));
      sums[j] += e + f;
      dots[j] += e * (static_cast<double>(x[o + j]) - mean[j]) + f * (static_cast<double>(x[p + j]) - mean[j]);
    }
  }
  for (; r < rows; ++r) {
    const Int o = r * columns;
    GANZOO_INDEPENDENT
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
      GANZOO_INDEPENDENT
      for (Int j = 0; j < columns; ++j) out[o + j] += a[j] * g[o + j] + (b[j] * (x[o + j] - mean[j]) + c[j]);
    } else {
      GANZOO_INDEPENDENT
      for (Int j = 0; j < columns; ++j) out[o + j] = a[j] * g[o + j] + (b[j] * (x[o + j] - mean[j]) + c[j]);
    }
  }
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
    GANZOO_INDEPENDENT
    for (Int i = o; i < o + n; ++i) {
      const float e = ar * g[i] + (br * (x[i] - m) + cr);
      out[i] = accumulate ? out[i] + e : e;
    }
  }
}

}  // namespace

const NormalisationLoops GANZOO_LEVEL_NAME(normalisation_loops_){
    .affine = affine,
    .column_dots = column_dots,
    .moments = moments,
    .centred_dots = centred_dots,
    .activate_dots = activate_dots,
    .combine = combine,
    .row_moments = row_moments,
    .row_dots = row_dots,
    .row_combine = row_combine,
};

}  // namespace ganzoo::nn::kernels
