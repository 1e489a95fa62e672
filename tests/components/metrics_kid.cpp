#include <algorithm>
#include <cmath>

#include "components/make.hpp"

using namespace ganzoo;

namespace {

using Points = std::vector<double>;

double kid(const Points& x, const Points& y, std::int64_t d) {
  return evaluate_doubles(*make<Metric>("kid"), x, y, d)[0];
}

double kernel(const double* x, const double* y, std::int64_t d) {
  double dot = 0;
  for (std::int64_t j = 0; j < d; ++j) dot += x[j] * y[j];
  return std::pow(dot / static_cast<double>(d) + 1, 3);
}

/// The mean kernel over pairs of x and y; of x with itself, without the pairs of one sample.
double mean_kernel(const Points& x, const Points& y, std::int64_t d) {
  double sum = 0, pairs = 0;
  for (std::size_t i = 0; i < x.size(); i += static_cast<std::size_t>(d))
    for (std::size_t j = 0; j < y.size(); j += static_cast<std::size_t>(d))
      if (&x != &y || i != j) sum += kernel(&x[i], &y[j], d), pairs += 1;
  return sum / pairs;
}

}  // namespace

TEST_CASE("the kernel distance equals its golden values", "[unit]") {
  for (const auto file = reference("measures.json"); const auto& cloud : file.at("clouds_2d")) {
    const Points x = doubles(cloud.at("X")), y = doubles(cloud.at("Y"));
    const double golden = cloud.at("kid_cubic");
    CHECK(std::abs(kid(x, y, 2) - golden) <= 1e-9);
    CHECK(std::abs(kid(y, x, 2) - golden) <= 1e-9);
  }
}

TEST_CASE("the kernel distance in blocks is that over all pairs one by one", "[unit]") {
  const Points x = as_doubles(normals(700, 3, 1)), y = as_doubles(normals(530, 3, 2, 0.5f, 2));
  const double slow = mean_kernel(x, x, 3) + mean_kernel(y, y, 3) - 2 * mean_kernel(x, y, 3);
  CHECK(std::abs(kid(x, y, 3) - slow) <= 1e-10);
}

TEST_CASE("the kernel distance far from 0 is right to its digits", "[unit]") {
  // In whole numbers of any size: 4500000036000000103500000126000000065/3.
  const Points x{1e9, 1e9 + 1, 1e9 + 2, 1e9 + 3}, y{1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4};
  const double right = 1.500000012000000034500000042e36;
  CHECK(std::abs(kid(x, y, 1) - right) <= 1e-12 * right);
  CHECK(std::abs(kid(y, x, 1) - right) <= 1e-12 * right);
}

TEST_CASE("the kernel distance is 0 on average between samples of the same distribution", "[unit]") {
  // 400 pairs of samples of 20: false alarm beyond five standard errors, 6 in 10 million.
  std::vector<double> all;
  for (std::uint64_t i = 0; i < 400; ++i)
    all.push_back(kid(as_doubles(normals(20, 2, 2 * i)), as_doubles(normals(20, 2, 2 * i + 1)), 2));
  double mean = 0, square = 0;
  for (const double v : all) mean += v / 400;
  for (const double v : all) square += (v - mean) * (v - mean) / 399;
  CHECK(std::abs(mean) <= 5 * std::sqrt(square / 400));
  CHECK(*std::ranges::min_element(all) < 0);
}

TEST_CASE("subsets of the kernel distance are an estimate of that of all samples", "[unit]") {
  const Points x = as_doubles(normals(200, 2, 5)), y = as_doubles(normals(150, 2, 6, 1));
  const auto subsets = make<Metric>("kid", {{"subset_size", 50}, {"subsets", 400}});
  REQUIRE(subsets->quantities().size() == 2);
  const auto values = evaluate_doubles(*subsets, x, y, 2);
  CHECK(values[1] > 0);
  CHECK(std::abs(values[0] - kid(x, y, 2)) <= 5 * values[1] / std::sqrt(400));
  CHECK(values == evaluate_doubles(*subsets, x, y, 2));

  const auto whole = make<Metric>("kid", {{"subset_size", 150}, {"subsets", 2}});
  const Points fewer(x.begin(), x.begin() + 300);
  CHECK(std::abs(evaluate_doubles(*whole, fewer, y, 2)[0] - kid(fewer, y, 2)) <= 1e-10);
  CHECK(evaluate_doubles(*whole, fewer, y, 2)[1] <= 1e-10);
}

TEST_CASE("kid refuses subsets that are no subsets, and is NaN of what is not finite", "[unit]") {
  check_error([] { kid({1}, {1, 2}, 1); }, Exit::usage, "kid: the samples of a side are 1, but must be at least 2");
  check_error(
      [] {
        evaluate_doubles(*make<Metric>("kid", {{"subset_size", 4}}), {1, 2, 3}, {1, 2, 3, 4});
      },
      Exit::usage, "kid: subset_size is 4, but must be 0 or from 2 to 3, the samples of a side");
  CHECK(std::isnan(kid({1, INFINITY, 3}, {1, 2, 3}, 1)));
}
