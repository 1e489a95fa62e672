#include <cmath>
#include <numeric>
#include <plugins/metrics/transport.hpp>

#include "components/make.hpp"

using namespace ganzoo;

namespace {

double w1(ConstMatrix x, ConstMatrix y) { return evaluate(*make<Metric>("wasserstein_1d"), x, y)[0]; }

double sliced(ConstMatrix x, ConstMatrix y, std::uint64_t seed = 0) {
  return evaluate(*make<Metric>("sliced_wasserstein"), x, y, nullptr, seed)[0];
}

OwnedMatrix affine(ConstMatrix x, float scale, float shift) {
  OwnedMatrix y(x.rows, x.columns);
  for (std::int64_t i = 0; i < x.size(); ++i) y.view().data[i] = scale * x.data[i] + shift;
  return y;
}

}  // namespace

TEST_CASE("W1 on the line equals its golden values", "[unit]") {
  for (const auto file = reference("transport.json"); const auto& sample : file.at("samples_1d")) {
    auto x = sample.at("x").get<std::vector<float>>(), y = sample.at("y").get<std::vector<float>>();
    const double golden = sample.at("W1");
    CHECK(std::abs(metrics::wasserstein_1d(x, y) - golden) <= 1e-6);
    CHECK(std::abs(metrics::wasserstein_1d(y, x) - golden) <= 1e-6);
  }
}

TEST_CASE("sliced W1 equals its golden values along given directions", "[unit]") {
  for (const auto file = reference("transport.json"); const auto& cloud : file.at("clouds_2d")) {
    const OwnedMatrix x = matrix(cloud.at("X")), y = matrix(cloud.at("Y")),
                      directions = matrix(cloud.at("projections"));
    CHECK(std::abs(metrics::sliced_wasserstein(x, y, directions) - cloud.at("SW1").get<double>()) <= 1e-6);
    for (std::int64_t k = 0; k < directions.rows; ++k) {
      const double golden = cloud.at("W1_per_projection")[static_cast<std::size_t>(k)];
      CHECK(std::abs(metrics::sliced_wasserstein(x, y, directions.view().slice(k, 1)) - golden) <= 1e-6);
    }
  }
}

TEST_CASE("W1 is translation, scale and symmetry itself", "[unit]") {
  const OwnedMatrix x = normals(501, 1, 1), y = normals(300, 1, 2, 0.5f, 2);
  CHECK(std::abs(w1(x, affine(x, 1, 3)) - 3) <= 1e-6);
  CHECK(w1(x, x) == 0);
  CHECK(std::abs(w1(x, y) - w1(y, x)) <= 1e-12);
  CHECK(std::abs(w1(affine(x, -2, 0), affine(y, -2, 0)) - 2 * w1(x, y)) <= 1e-6);
  CHECK(std::abs(w1(affine(x, 1, 8), affine(y, 1, 8)) - w1(x, y)) <= 1e-5);
}

TEST_CASE("repeating every sample does not move W1", "[unit]") {
  const OwnedMatrix x = normals(60, 1, 3), y = normals(40, 1, 4, 1);
  OwnedMatrix twice(120, 1);
  for (std::int64_t i = 0; i < 120; ++i) twice.view()(i, 0) = x.view()(i / 2, 0);
  CHECK(std::abs(w1(twice, y) - w1(x, y)) <= 1e-12);
}

TEST_CASE("W1 of two Gaussians one apart tends to one", "[unit]") {
  // Its standard error at 100 000 samples is √(2/n) = 0.0045: a false alarm beyond 5 of them, 6 in 10 million.
  CHECK(std::abs(w1(normals(100'000, 1, 5), normals(100'000, 1, 6, 1)) - 1) <= 0.0224);
}

TEST_CASE("sliced W1 of a shift is the mean projection of the shift", "[unit]") {
  const OwnedMatrix x = normals(200, 3, 7);
  OwnedMatrix y = affine(x, 1, 0);
  for (std::int64_t i = 0; i < y.rows; ++i) y.view()(i, 1) += 2;
  const OwnedMatrix directions = metrics::random_directions(128, 3, 11);
  double expected = 0;
  for (std::int64_t k = 0; k < 128; ++k) expected += 2 * std::abs(directions.view()(k, 1)) / 128;
  CHECK(std::abs(sliced(x, y, 11) - expected) <= 1e-5);
}

TEST_CASE("on the line sliced W1 is W1", "[unit]") {
  const OwnedMatrix x = normals(100, 1, 8), y = normals(100, 1, 9, 1, 3);
  CHECK(std::abs(sliced(x, y) - w1(x, y)) <= 1e-6);
}

TEST_CASE("directions are uniform on the sphere, and of the seed alone", "[unit]") {
  const OwnedMatrix a = metrics::random_directions(20000, 3, 1), b = metrics::random_directions(20000, 3, 1),
                    c = metrics::random_directions(20000, 3, 2);
  CHECK(std::equal(a.view().data, a.view().data + a.view().size(), b.view().data));
  CHECK_FALSE(std::equal(a.view().data, a.view().data + a.view().size(), c.view().data));
  double square[3] = {}, mean[3] = {};
  for (std::int64_t k = 0; k < a.rows; ++k) {
    const auto row = a.view().row(k);
    CHECK(std::abs(std::inner_product(row.begin(), row.end(), row.begin(), 0.0) - 1) <= 1e-6);
    for (std::size_t j = 0; j < 3; ++j) mean[j] += double{row[j]} / 20000, square[j] += double{row[j]} * row[j] / 20000;
  }
  for (int j = 0; j < 3; ++j) {  // five standard errors: √(1/3n) of a mean, √((1/5 − 1/9)/n) of a square
    CHECK(std::abs(mean[j]) <= 5 * std::sqrt(1.0 / 60000));
    CHECK(std::abs(square[j] - 1.0 / 3) <= 5 * std::sqrt((0.2 - 1.0 / 9) / 20000));
  }
}

TEST_CASE("a distance to what is not finite is NaN", "[unit]") {
  const OwnedMatrix x = normals(10, 1, 1), y = normals(10, 1, 2);
  y.view()(3, 0) = NAN;
  CHECK(std::isnan(w1(x, y)));
  CHECK(std::isnan(sliced(x, y)));
}

TEST_CASE("wasserstein_1d refuses data that is not on the line", "[unit]") {
  const OwnedMatrix x = normals(10, 2, 1);
  check_error([&] { w1(x, x); }, Exit::usage, "wasserstein_1d: the data's shape is 2, but must be 1");
}

TEST_CASE("in double precision W1 of a shift far from 0 is the shift", "[unit]") {
  std::vector<double> x, y;
  for (int i = 0; i < 200; ++i) x.push_back(1.7e9 + std::fmod(i * 0.61803398875, 1)), y.push_back(x.back() + 0.5);
  CHECK(std::abs(evaluate_doubles(*make<Metric>("wasserstein_1d"), x, y)[0] - 0.5) <= 1e-6);
  CHECK(std::abs(evaluate_doubles(*make<Metric>("sliced_wasserstein"), x, y)[0] - 0.5) <= 1e-6);
}

TEST_CASE("distances in double precision are those in single precision, where that is enough", "[unit]") {
  const OwnedMatrix x = normals(300, 5, 21), y = normals(200, 5, 22, 0.5f, 2);
  const double narrow = evaluate(*make<Metric>("sliced_wasserstein"), x, y)[0];
  const double wide = evaluate_doubles(*make<Metric>("sliced_wasserstein"), as_doubles(x), as_doubles(y), 5)[0];
  CHECK(narrow != wide);
  CHECK(std::abs(narrow - wide) <= 1e-6);
  const OwnedMatrix a = normals(300, 1, 23), b = normals(200, 1, 24);
  CHECK(w1(a, b) == evaluate_doubles(*make<Metric>("wasserstein_1d"), as_doubles(a), as_doubles(b))[0]);
  CHECK(std::isnan(evaluate_doubles(*make<Metric>("wasserstein_1d"), {0, INFINITY}, {0, 1})[0]));
}
