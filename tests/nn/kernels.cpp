// The loops over tensors: equal bits at every instruction-set level, alignment and split, and right against double.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <ganzoo/core/cpu_level.hpp>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/nn/detail/kernel_table.hpp>
#include <ganzoo/nn/detail/loops/product.hpp>
#include <ganzoo/nn/kernels.hpp>
#include <limits>
#include <tuple>
#include <vector>
#include "nn/reference.hpp"

#include "support/catch.hpp"

using namespace ganzoo;
using namespace ganzoo::nn;

namespace {

using Floats = std::vector<float>;
using Kind = Activation::Kind;

Floats normals(std::size_t n, std::uint64_t seed, float std = 1) {
  Floats x(n);
  Rng(seed, Purpose::other).fill_normal(x, 0, std);
  return x;
}

bool same_bits(const Floats& a, const Floats& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

std::vector<const kernels::Table*> levels() {
  std::vector<const kernels::Table*> tables{&kernels::table_of(2)};
  if (cpu_level(nullptr) >= 3) tables.push_back(&kernels::table_of(3));
  if (cpu_level(nullptr) >= 4) tables.push_back(&kernels::table_of(4));
  return tables;
}

const std::vector<Activation> activations{{Kind::identity, 0}, {Kind::relu, 0},    {Kind::leaky_relu, 0.2f},
                                          {Kind::tanh, 0},     {Kind::sigmoid, 0}, {Kind::softplus, 0},
                                          {Kind::elu, 1.3f}};

/// Everything a table computes from the same numbers, one after the other.
Floats everything(const kernels::Table& t, std::int64_t rows, std::int64_t columns) {
  const auto n = static_cast<std::size_t>(rows * columns);
  const kernels::Int size = rows * columns;
  Floats all;
  auto keep = [&](const Floats& x) { all.insert(all.end(), x.begin(), x.end()); };
  auto keep_wide = [&](const std::vector<double>& x) {
    Floats bits(2 * x.size());
    std::memcpy(bits.data(), x.data(), x.size() * sizeof(double));
    keep(bits);
  };
  const Floats a = normals(n, 1, 3), g = normals(n, 2), h = normals(n, 3);
  const Floats scale = normals(static_cast<std::size_t>(columns), 4),
               shift = normals(static_cast<std::size_t>(columns), 5);
  for (const Activation f : activations) {
    Floats y(n), d(n), o(n), sums(static_cast<std::size_t>(columns), 1.f);
    t.activate(f, a.data(), y.data(), size);
    t.activate_backward(f, y.data(), g.data(), d.data(), rows, columns, sums.data(), true);
    t.activate_owed(f, y.data(), a.data(), d.data(), h.data(), o.data(), rows, columns, sums.data());
    keep(y), keep(d), keep(o), keep(sums);
  }
  Floats w = normals(n, 6), m(n), v(n);
  for (int i = 0; i < 3; ++i) t.adam(w.data(), g.data(), m.data(), v.data(), size, {0.9f, 0.999f, 1e-8f, -1e-2f, 5.f});
  t.rmsprop(w.data(), h.data(), v.data(), size, 1e-2f, 0.9f, 1e-8f);
  t.sgd(w.data(), h.data(), m.data(), size, 1e-2f, 0.9f);
  keep(w), keep(m), keep(v);
  t.clip(w.data(), size, 0.5f);
  t.axpy(w.data(), a.data(), size, 0.3f);
  t.approach(w.data(), h.data(), size, 0.01f);
  t.affine(w.data(), rows, columns, scale.data(), shift.data(), m.data());
  keep(w), keep(m);
  std::vector<double> mean(scale.size()), variance(scale.size()), sums(scale.size()), dots(scale.size());
  t.moments(a.data(), rows, columns, mean.data(), variance.data());
  t.column_dots(a.data(), g.data(), rows, columns, sums.data(), dots.data());
  for (const Activation f : activations) {
    Floats y = a, d(n);
    t.normalise_activate(f, a.data(), shift.data(), scale.data(), shift.data(), w.data(), rows, columns);
    t.bias_activate(f, shift.data(), y.data(), rows, columns);
    t.activate_dots(f, y.data(), g.data(), d.data(), a.data(), mean.data(), rows, columns, sums.data(), dots.data());
    keep(w), keep(y), keep(d), keep_wide(sums), keep_wide(dots);
  }
  t.centred_dots(g.data(), a.data(), mean.data(), rows, columns, sums.data(), dots.data());
  t.combine(g.data(), a.data(), shift.data(), scale.data(), shift.data(), scale.data(), rows, columns, m.data(), true);
  keep(m), keep_wide(sums), keep_wide(dots);
  const auto high = static_cast<std::size_t>(rows);
  const Floats row = normals(high, 7);
  std::vector<double> row_mean(high), row_variance(high);
  t.row_moments(a.data(), rows, columns, row_mean.data(), row_variance.data());
  keep_wide(row_mean), keep_wide(row_variance);
  t.row_dots(g.data(), a.data(), row_mean.data(), rows, columns, row_mean.data(), row_variance.data());
  t.row_combine(g.data(), a.data(), row.data(), row.data(), row.data(), row.data(), rows, columns, m.data(), true);
  keep(m), keep_wide(row_mean), keep_wide(row_variance);
  // rows lines of `columns` pixels of one channel, then one line of them with many.
  for (const kernels::PatchSizes& s : {kernels::PatchSizes{rows, columns, 1, rows, columns, 3, 1, 1},
                                       kernels::PatchSizes{1, rows, columns, 1, (rows + 1) / 2, 2, 2, 1}}) {
    Floats windows(static_cast<std::size_t>(s.out_height * s.out_width * s.kernel * s.kernel * s.in));
    t.im2col(s, a.data(), 0, s.out_height, windows.data());
    t.col2im(s, windows.data(), 0, s.out_height, m.data());
    keep(windows), keep(m);
  }
  Floats large(4 * n);
  t.spread_blocks(a.data(), 1, rows, columns, 2, 0.3f, large.data());
  t.sum_blocks(large.data(), 1, rows, columns, 2, 0.7f, m.data());
  keep(large), keep(m);
  all.push_back(static_cast<float>(t.sum_squares(a.data(), size)));
  return all;
}

}  // namespace

TEST_CASE("every kernel gives equal bits at every instruction-set level", "[unit]") {
  for (const auto& [rows, columns] : {std::pair{1, 1}, {3, 17}, {7, 64}, {30, 5}, {33, 129}}) {
    CAPTURE(rows, columns);
    const Floats expected = everything(kernels::table_of(2), rows, columns);
    for (const kernels::Table* table : levels()) CHECK(same_bits(everything(*table, rows, columns), expected));
  }
}

TEST_CASE("products on AVX2 are chains of fused multiply-adds, 256 long, whatever the strides and the edges",
          "[unit]") {
  if (cpu_level(nullptr) < 3) return;
  const auto [m, n, k] =
      GENERATE(std::tuple{1, 1, 1}, std::tuple{6, 16, 256}, std::tuple{7, 17, 300}, std::tuple{64, 33, 513});
  const bool transposed = GENERATE(false, true), accumulate = GENERATE(false, true);
  CAPTURE(m, n, k, transposed, accumulate);
  const auto size = [](std::int64_t i) { return static_cast<std::size_t>(i); };
  const Floats a = normals(size(m * k), 1), b = normals(size(k * n), 2);
  const avx2::Strided of_a = transposed ? avx2::Strided{a.data(), 1, m} : avx2::Strided{a.data(), k, 1};
  const avx2::Strided of_b = transposed ? avx2::Strided{b.data(), 1, k} : avx2::Strided{b.data(), n, 1};
  Floats c = normals(size(m * n), 3), expected = c, scratch(size(avx2::multiply_scratch(m)));
  for (int i = 0; i < m; ++i) {
    for (int j = 0; j < n; ++j) {
      float& sum = expected[size(i * n + j)];
      for (int first = 0; first < k; first += 256) {
        float chain = 0;
        for (int l = first; l < std::min(k, first + 256); ++l) {
          chain =
              std::fma(of_a.first[i * of_a.row + l * of_a.column], of_b.first[l * of_b.row + j * of_b.column], chain);
        }
        sum = accumulate || first > 0 ? sum + chain : chain;
      }
    }
  }
  avx2::multiply(of_a, of_b, m, n, k, c.data(), accumulate, scratch.data());
  CHECK(same_bits(c, expected));
}

TEST_CASE("activations are right to a few units in the last place, far out too", "[unit]") {
  Floats x = normals(2000, 3, 10);
  for (const float extra : {0.f, 1e-6f, -1e-6f, 80.f, -80.f, 500.f, -500.f}) x.push_back(extra);
  for (const Activation f : activations) {
    Floats y(x.size());
    kernels::table().activate(f, x.data(), y.data(), static_cast<kernels::Int>(x.size()));
    for (std::size_t i = 0; i < x.size(); ++i) {
      CAPTURE(name_of(f.kind), x[i], y[i]);
      const double expected = reference::value(f, static_cast<double>(x[i]));
      CHECK(std::abs(static_cast<double>(y[i]) - expected) <= 1e-6 * std::abs(expected) + 1e-37);
    }
  }
}

TEST_CASE("NaN passes through every activation but a rectifier's, and through sums", "[unit]") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  for (const Activation f : activations) {
    if (f.kind == Kind::relu) continue;
    float y = 0;
    kernels::table().activate(f, &nan, &y, 1);
    CAPTURE(name_of(f.kind));
    CHECK(std::isnan(y));
  }
  CHECK(std::isnan(sum_squares(Floats{1, nan, 2})));
  Floats x{nan, -3, 3};
  clip(x, 1);
  CHECK(std::isnan(x[0]));
  CHECK(x[1] == -1);
  CHECK(x[2] == 1);
}

TEST_CASE("the sum of squares is finite exactly where every number is", "[unit]") {
  const float huge = std::numeric_limits<float>::max(), infinite = std::numeric_limits<float>::infinity();
  for (std::size_t n : {1u, 15u, 16u, 17u, 100u}) {
    Floats x(n, huge);
    CHECK(std::isfinite(sum_squares(x)));
    x.back() = infinite;
    CHECK_FALSE(std::isfinite(sum_squares(x)));
  }
}

TEST_CASE("updates depend neither on alignment nor on how an array is split", "[unit]") {
  const std::size_t n = 1000;
  const Floats w0 = normals(n, 1), g = normals(n, 2);
  Floats w = w0, m(n), v(n);
  const AdamStep step{
      .rate = 1e-3, .beta1 = 0.9, .beta2 = 0.999, .epsilon = 1e-8, .beta1_product = 0.9, .beta2_product = 0.999};
  adam_update(w, g, m, v, step);
  Floats parts = w0, pm(n), pv(n);
  for (std::size_t at = 0; at < n;) {
    const std::size_t count = std::min(n - at, at % 37 + 1);
    adam_update(std::span(parts).subspan(at, count), std::span(g).subspan(at, count), std::span(pm).subspan(at, count),
                std::span(pv).subspan(at, count), step);
    at += count;
  }
  CHECK(same_bits(w, parts));
  Floats shifted(n + 3);
  std::copy(g.begin(), g.end(), shifted.begin() + 3);
  CHECK(sum_squares(g) == sum_squares(std::span<const float>(shifted).subspan(3)));
}

TEST_CASE("Adam, RMSProp and momentum follow their published recursions", "[unit]") {
  const std::size_t n = 40;
  for (const bool ascend : {false, true}) {
    const double sign = ascend ? 1 : -1;
    Floats wa = normals(n, 1), wr = wa, ws = wa, first(n), second(n), square(n), velocity(n);
    std::vector<double> a(wa.begin(), wa.end()), r = a, s = a, m(n), v(n), q(n), u(n);
    for (int t = 1; t <= 20; ++t) {
      const Floats g = normals(n, static_cast<std::uint64_t>(100 + t));
      const double b1 = std::pow(0.5, t), b2 = std::pow(0.99, t);
      adam_update(wa, g, first, second,
                  {.rate = 0.01,
                   .beta1 = 0.5,
                   .beta2 = 0.99,
                   .epsilon = 1e-8,
                   .beta1_product = b1,
                   .beta2_product = b2,
                   .ascend = ascend});
      rmsprop_update(wr, g, square, 0.01, 0.9, 1e-6, ascend);
      sgd_update(ws, g, velocity, 0.01, 0.9, ascend);
      for (std::size_t i = 0; i < n; ++i) {
        const double x = static_cast<double>(g[i]);
        m[i] = 0.5 * m[i] + 0.5 * x;
        v[i] = 0.99 * v[i] + 0.01 * x * x;
        a[i] += sign * 0.01 * (m[i] / (1 - b1)) / (std::sqrt(v[i] / (1 - b2)) + 1e-8);
        q[i] = 0.9 * q[i] + 0.1 * x * x;
        r[i] += sign * 0.01 * x / (std::sqrt(q[i]) + 1e-6);
        u[i] = 0.9 * u[i] + x;
        s[i] += sign * 0.01 * u[i];
      }
    }
    for (std::size_t i = 0; i < n; ++i) {
      CHECK(std::abs(static_cast<double>(wa[i]) - a[i]) <= 2e-6);
      CHECK(std::abs(static_cast<double>(wr[i]) - r[i]) <= 2e-6);
      CHECK(std::abs(static_cast<double>(ws[i]) - s[i]) <= 2e-6);
    }
  }
}

TEST_CASE("axpy and approach do what they say", "[unit]") {
  Floats x{3, 6}, y{10, 20};
  axpy(y, x, 2);
  CHECK(y == Floats{16, 32});
  approach(y, x, 0.5);
  CHECK(y == Floats{9.5f, 19});
}
