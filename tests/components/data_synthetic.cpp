#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "components/make.hpp"

using namespace ganzoo;

namespace {

constexpr std::int64_t many = 100'000;

OwnedMatrix draw(const Data& data, std::int64_t n, std::uint64_t seed = 1) {
  OwnedMatrix x(n, data.shape().size());
  data.draw(x, Rng(seed, Purpose::data, 7));
  return x;
}

std::int64_t nearest(const Modes& modes, ConstMatrix x, std::int64_t row) {
  std::int64_t best = 0;
  double least = INFINITY;
  for (std::int64_t c = 0; c < modes.centres.rows; ++c) {
    const double square = std::pow(double{x(row, 0)} - modes.centres.view()(c, 0), 2) +
                          std::pow(double{x(row, 1)} - modes.centres.view()(c, 1), 2);
    if (square < least) least = square, best = c;
  }
  return best;
}

/// Every bound stands at 5 standard errors; false-alarm rate below 1e-4 for all of one data set, at a fixed seed none.
void check_equal_modes(const Data& data) {
  const Modes& modes = *data.modes();
  const double p = 1.0 / static_cast<double>(modes.centres.rows);
  std::vector<double> counts(static_cast<std::size_t>(modes.centres.rows));
  double sum = 0, square = 0;
  const OwnedMatrix kept = draw(data, many);
  for (std::int64_t i = 0; i < many; ++i) {
    const std::int64_t mode = nearest(modes, kept, i);
    counts[static_cast<std::size_t>(mode)] += 1;
    for (int j = 0; j < 2; ++j) {
      const double z = (double{kept.view()(i, j)} - modes.centres.view()(mode, j)) / modes.std;
      sum += z;
      square += z * z;
    }
  }
  const double n = many;
  for (const double count : counts) CHECK(std::abs(count - n * p) <= 5 * std::sqrt(n * p * (1 - p)));
  CHECK(std::abs(sum) <= 5 * std::sqrt(2 * n));
  CHECK(std::abs(square - 2 * n) <= 5 * std::sqrt(2 * 2 * n));
  CHECK(std::abs(std::accumulate(modes.weights.begin(), modes.weights.end(), 0.0) - 1) <= 1e-12);
}

void check_prefix(const Data& data) {
  const OwnedMatrix all = draw(data, 1000), few = draw(data, 77);
  CHECK(std::equal(few.view().data, few.view().data + few.view().size(), all.view().data));
  const OwnedMatrix again = draw(data, 1000), other = draw(data, 1000, 2);
  CHECK(std::equal(all.view().data, all.view().data + all.view().size(), again.view().data));
  CHECK_FALSE(std::equal(all.view().data, all.view().data + all.view().size(), other.view().data));
}

double normal_cdf(double x) { return 0.5 * std::erfc(-x / std::numbers::sqrt2); }

}  // namespace

TEST_CASE("the ring's modes are equally likely Gaussians on a circle", "[unit]") {
  const auto ring = make<Data>("ring", {{"modes", 7}, {"radius", 3.0}, {"std", 0.1}});
  REQUIRE(ring->shape() == Shape{2});
  REQUIRE(ring->modes()->centres.rows == 7);
  for (int i = 0; i < 7; ++i) {
    const double angle = 2 * std::numbers::pi * i / 7;
    CHECK(std::abs(ring->modes()->centres.view()(i, 0) - 3 * std::cos(angle)) <= 1e-6);
    CHECK(std::abs(ring->modes()->centres.view()(i, 1) - 3 * std::sin(angle)) <= 1e-6);
  }
  check_equal_modes(*ring);
}

TEST_CASE("the grid's modes are equally likely Gaussians on a lattice about the origin", "[unit]") {
  const auto grid = make<Data>("grid");
  REQUIRE(grid->modes()->centres.rows == 25);
  CHECK(grid->modes()->centres.view()(0, 0) == -4);
  CHECK(grid->modes()->centres.view()(1, 1) == -2);
  CHECK(grid->modes()->centres.view()(24, 1) == 4);
  check_equal_modes(*grid);
}

TEST_CASE("a mixture follows its distribution function", "[unit]") {
  const auto mixture = make<Data>("mixture");
  REQUIRE(mixture->shape() == Shape{1});
  const OwnedMatrix x = draw(*mixture, many);
  std::vector<float> sorted(x.view().data, x.view().data + many);
  std::sort(sorted.begin(), sorted.end());
  double distance = 0;  // Kolmogorov and Smirnov; beyond 2.5/√n in 7 of a million data sets
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const double cdf = 0.33 * normal_cdf((sorted[i] + 1) / 0.255) + 0.67 * normal_cdf((sorted[i] - 2) / 1.415);
    distance = std::max(distance, std::abs(cdf - (static_cast<double>(i) + 0.5) / many));
  }
  CHECK(distance * std::sqrt(double{many}) <= 2.5);
}

TEST_CASE("a mixture tells its density", "[unit]") {
  const auto mixture =
      make<Data>("mixture", {{"weights", List{0.25, 0.75}}, {"means", List{0.0, 4.0}}, {"stds", List{1.0, 2.0}}});
  const auto density = mixture->density();
  REQUIRE(density.has_value());
  CHECK(std::abs(density->mean() - 3) <= 1e-12);
  CHECK(std::abs(density->std() - std::sqrt(0.25 * 1 + 0.75 * 20 - 9)) <= 1e-12);
}

TEST_CASE("the first rows of a batch do not depend on how many follow", "[unit]") {
  for (const char* name : {"ring", "grid", "mixture"}) {
    INFO(name);
    check_prefix(*make<Data>(name));
  }
}

TEST_CASE("a mixture whose lists do not fit together is refused", "[unit]") {
  check_error(
      [] {
        make<Data>("mixture", {{"weights", List{0.5, 0.6}}});
      },
      Exit::usage, "data.weights has the sum 1.1, but must have the sum 1");
  check_error(
      [] {
        make<Data>("mixture", {{"means", List{0.0}}});
      },
      Exit::usage, "data.weights, means and stds hold 2, 1 and 2 numbers, but must hold equally many");
  check_error([] { make<Data>("mixture", {{"weights", List{}}}); }, Exit::usage, "data.weights is empty");
}
