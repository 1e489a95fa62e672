// Data that know their density: samples against it, its slope against differences, and what they refuse.
#include <cmath>
#include <ganzoo/train/densities.hpp>
#include <numbers>

#include "make.hpp"

using namespace ganzoo;

namespace {

constexpr std::int64_t many = 200'000;

Value numbers(const std::vector<double>& x) { return List(x.begin(), x.end()); }

OwnedMatrix drawn(const Data& data, std::int64_t n = many) {
  OwnedMatrix x(n, data.shape().size());
  data.draw(x, Rng(11, Purpose::data, 3));
  return x;
}

/// Samples in 24 × 24 cells of the square [−width, width]² against the density's integral over each, by 12 × 12 points.
/// Counts are binomial; five standard deviations of 577 cells: the false alarm is 4e-4.
void follows_its_density(const Data& data, double width) {
  constexpr int cells = 24, points = 12;
  const PointDensityPtr density = density_of(data);
  REQUIRE(density);
  std::vector<double> counts(cells * cells, 0);
  double outside = 0;
  const OwnedMatrix x = drawn(data);
  for (std::int64_t i = 0; i < many; ++i) {
    const double column = std::floor((x.view()(i, 0) + width) / (2 * width) * cells),
                 row = std::floor((x.view()(i, 1) + width) / (2 * width) * cells);
    const bool inside = column >= 0 && column < cells && row >= 0 && row < cells;
    (inside ? counts[static_cast<std::size_t>(row * cells + column)] : outside) += 1;
  }
  const double h = 2 * width / (cells * points);
  double all = 0;
  for (int k = 0; k < cells * cells; ++k) {
    double mass = 0;
    for (int i = 0; i < points; ++i)
      for (int j = 0; j < points; ++j) {
        const double at[] = {-width + (k % cells * points + i + 0.5) * h, -width + (k / cells * points + j + 0.5) * h};
        mass += std::exp(density->log_density(at, {})) * h * h;
      }
    all += mass;
    const double expected = many * mass;
    INFO("cell " << k << ": " << counts[static_cast<std::size_t>(k)] << " samples, " << expected << " by the density");
    CHECK(std::abs(counts[static_cast<std::size_t>(k)] - expected) <= 5 * std::sqrt(expected) + 3);
  }
  CHECK(std::abs(all + outside / many - 1) <= 5 * std::sqrt((outside + 1)) / many + 1e-5);
}

void slope_is_right(const PointDensity& density, const OwnedMatrix& x) {
  const auto d = static_cast<std::size_t>(density.dimensions());
  for (std::int64_t i = 0; i < 40; ++i) {
    std::vector<double> at(x.view().row(i).begin(), x.view().row(i).end()), slope(d);
    density.log_density(at, slope);
    for (std::size_t j = 0; j < d; ++j) {
      const double middle = at[j], step = 1e-5;
      at[j] = middle + step;
      const double high = density.log_density(at, {});
      at[j] = middle - step;
      const double low = density.log_density(at, {});
      at[j] = middle;
      CHECK(std::abs((high - low) / (2 * step) - slope[j]) <= 1e-5 * std::max(1.0, std::abs(slope[j])));
    }
  }
}

}  // namespace

TEST_CASE("moons, swiss_roll, checkerboard and a sheared Gaussian follow their densities", "[unit]") {
  follows_its_density(*make<Data>("moons", {{"noise", 0.3}}), 3);
  follows_its_density(*make<Data>("swiss_roll", {{"noise", 0.3}}), 3.6);
  follows_its_density(*make<Data>("checkerboard", {{"cells", std::int64_t{6}}, {"width", 4.0}}), 2);
  follows_its_density(
      *make<Data>("normal", {{"mean", numbers({0.5, -1})}, {"covariance", numbers({1, 0.6, 0.6, 0.5})}}), 4);
  follows_its_density(*make<Data>("student_t", {{"dimensions", std::int64_t{2}}, {"scale", 0.7}}), 4);
}

TEST_CASE("slopes of data's densities are those of differences", "[unit]") {
  for (const char* name : {"moons", "swiss_roll", "student_t"}) {
    INFO(name);
    const auto data = make<Data>(name);
    slope_is_right(*density_of(*data), drawn(*data, 40));
  }
  const auto data = make<Data>(
      "normal", {{"mean", numbers({1, 2, 3})}, {"covariance", numbers({2, 0.5, 0, 0.5, 1, 0.2, 0, 0.2, 0.3})}});
  slope_is_right(*density_of(*data), drawn(*data, 40));
}

TEST_CASE("a Gaussian's covariance is that of its samples", "[unit]") {
  const std::vector<double> wanted{2, 0.5, -0.3, 0.5, 1, 0.2, -0.3, 0.2, 0.7}, mean{1, -2, 3};
  const OwnedMatrix x = drawn(*make<Data>("normal", {{"mean", numbers(mean)}, {"covariance", numbers(wanted)}}));
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j) {
      double sum = 0;
      for (std::int64_t n = 0; n < many; ++n)
        sum += (x.view().row(n)[i] - mean[i]) * (x.view().row(n)[j] - mean[j]) / many;
      CHECK(std::abs(sum - wanted[3 * i + j]) <= 6 * 2 * std::sqrt(2.0 / many));
    }
}

TEST_CASE("Student's t on the line is the Cauchy distribution for ν = 1", "[unit]") {
  const auto cauchy = make<Data>("student_t", {{"freedom", std::int64_t{1}}, {"location", 2.0}, {"scale", 0.5}});
  const PointDensityPtr density = density_of(*cauchy);
  for (const double x : {-100.0, 1.0, 2.0, 2.3}) {
    const double z = (x - 2) / 0.5;
    CHECK(std::abs(std::exp(density->log_density({&x, 1}, {})) - 1 / (std::numbers::pi * 0.5 * (1 + z * z))) <= 1e-14);
  }
  OwnedMatrix x = drawn(*cauchy);
  std::ranges::sort(x.view().flat());
  for (const double share : {0.1, 0.25, 0.5, 0.9}) {  // quantiles, whose error is √(p(1 − p)/n)/density
    const double quantile = 2 + 0.5 * std::tan(std::numbers::pi * (share - 0.5));
    const double error = std::sqrt(share * (1 - share) / many) / std::exp(density->log_density({&quantile, 1}, {}));
    CHECK(std::abs(x.view().flat()[static_cast<std::size_t>(share * many)] - quantile) <= 5 * error);
  }
}

TEST_CASE("a pinwheel's arms are alike, each turned from the one before", "[unit]") {
  const OwnedMatrix x = drawn(*make<Data>("pinwheel", {{"arms", std::int64_t{4}}}));
  double mean[2] = {0, 0}, radius = 0;
  for (std::int64_t i = 0; i < many; ++i) {
    for (std::size_t j = 0; j < 2; ++j) mean[j] += double{x.view().row(i)[j]} / many;
    radius += (double{x.view()(i, 0)} * x.view()(i, 0) + double{x.view()(i, 1)} * x.view()(i, 1)) / many;
  }
  CHECK((std::abs(mean[0]) <= 0.012 && std::abs(mean[1]) <= 0.012));
  CHECK(std::abs(radius - (1 + 0.3 * 0.3 + 0.1 * 0.1)) <= 0.01);  // turning keeps it
}

TEST_CASE("data that know their density refuse what has none", "[unit]") {
  const auto refused = [](const char* name, Given given, const char* reason) {
    check_error([&] { make<Data>(name, given); }, Exit::usage, reason);
  };
  refused("normal", {{"mean", numbers({0, 0})}, {"covariance", numbers({1, 2, 2, 1})}}, "not positive definite");
  refused("normal", {{"mean", numbers({0, 0})}, {"covariance", numbers({1, 0.5, 0.4, 1})}},
          "data.covariance[2] is 0.4, but must be 0.5 as [1]");
  refused("normal", {{"covariance", numbers({1})}}, "holds 1 numbers, but must hold 4");
  refused("checkerboard", {{"cells", std::int64_t{3}}}, "must be even");
  refused("swiss_roll", {{"noise", 1e-6}}, "data.noise");
}
