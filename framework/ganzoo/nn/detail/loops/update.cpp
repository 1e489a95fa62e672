#include <ganzoo/core/level.hpp>
#include <ganzoo/nn/detail/kernel_table.hpp>

namespace ganzoo::nn::kernels {
namespace {

void sgd(float* w, const float* g, float* velocity, Int n, float step, float momentum) {
  GANZOO_INDEPENDENT
  for (Int i = 0; i < n; ++i) {
    const float v = momentum * velocity[i] + g[i];
    velocity[i] = v;
    w[i] += step * v;
  }
}

void rmsprop(float* w, const float* g, float* square, Int n, float step, float decay, float epsilon) {
  const float rest = 1.0f - decay;
  GANZOO_INDEPENDENT
  for (Int i = 0; i < n; ++i) {
    const float s = decay * square[i] + rest * (g[i] * g[i]);
    square[i] = s;
    w[i] += step * g[i] / (__builtin_sqrtf(s) + epsilon);
  }
}

void adam(float* w, const float* g, float* m, float* v, Int n, const AdamNumbers& numbers) {
  const AdamNumbers a = numbers;
  const float rest1 = 1.0f - a.beta1, rest2 = 1.0f - a.beta2;
  GANZOO_INDEPENDENT
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
  GANZOO_INDEPENDENT
  for (Int i = 0; i < n; ++i) y[i] += factor * x[i];
}

void approach(float* average, const float* x, Int n, float weight) {
  GANZOO_INDEPENDENT
  for (Int i = 0; i < n; ++i) average[i] += weight * (x[i] - average[i]);
}

void multiply(const float* a, const float* b, float* out, Int n) {
  GANZOO_INDEPENDENT
  for (Int i = 0; i < n; ++i) out[i] = a[i] * b[i];
}

void drop(float* x, Int n, float keep, float scale) {
  for (Int i = 0; i < n; ++i) x[i] = x[i] < keep ? scale : 0.0f;
}

}  // namespace

const UpdateLoops GANZOO_LEVEL_NAME(update_loops_){
    .sgd = sgd,
    .rmsprop = rmsprop,
    .adam = adam,
    .clip = clip,
    .scale = scale,
    .axpy = axpy,
    .approach = approach,
    .multiply = multiply,
    .drop = drop,
};

}  // namespace ganzoo::nn::kernels
