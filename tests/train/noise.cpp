#include <ganzoo/train/noise.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "support/catch.hpp"

using namespace ganzoo;

namespace {

OwnedMatrix drawn(bool uniform, std::int64_t rows, std::int64_t columns, std::uint64_t update) {
  OwnedMatrix batch(rows, columns);
  Noise("stratified", uniform, rows).fill(batch, Rng(3, Purpose::generator_noise, update));
  return batch;
}

double below(double x, bool uniform) { return uniform ? (x + 1) / 2 : 0.5 * std::erfc(-x / std::sqrt(2.0)); }

}  // namespace

TEST_CASE("each stratum of each coordinate holds one row of stratified noise", "[unit]") {
  for (const bool uniform : {false, true})
    for (const std::int64_t rows : {1, 2, 7, 4096}) {
      const OwnedMatrix batch = drawn(uniform, rows, 3, 5);
      for (std::int64_t j = 0; j < 3; ++j) {
        std::vector<double> place;
        for (std::int64_t i = 0; i < rows; ++i)
          place.push_back(below(double{batch.view()(i, j)}, uniform) * static_cast<double>(rows));
        std::ranges::sort(place);
        for (std::int64_t i = 0; i < rows; ++i) {  // floats round across a border
          CHECK(place[static_cast<std::size_t>(i)] >= static_cast<double>(i) - 1e-3);
          CHECK(place[static_cast<std::size_t>(i)] <= static_cast<double>(i) + 1 + 1e-3);
        }
      }
    }
}

TEST_CASE("a row of stratified noise alone has the law that independent noise has", "[unit]") {
  // Kolmogorov and Smirnov at n = 4000: 1.95/√n is passed by chance once in a thousand seeds.
  constexpr int updates = 4000;
  for (const bool uniform : {false, true}) {
    std::vector<double> places;
    for (int update = 0; update < updates; ++update)
      places.push_back(below(double{drawn(uniform, 8, 2, static_cast<std::uint64_t>(update)).view()(3, 1)}, uniform));
    std::ranges::sort(places);
    double most = 0;
    for (std::size_t i = 0; i < places.size(); ++i)
      most = std::max(most, std::abs(places[i] - (static_cast<double>(i) + 0.5) / updates));
    CHECK(most <= 1.95 / std::sqrt(updates));
  }
}

TEST_CASE("coordinates of stratified noise, and its updates, do not hang together", "[unit]") {
  const OwnedMatrix one = drawn(false, 4096, 2, 1), other = drawn(false, 4096, 2, 2);
  double columns = 0, updates = 0;
  for (std::int64_t i = 0; i < 4096; ++i) {
    columns += double{one.view()(i, 0)} * double{one.view()(i, 1)} / 4096;
    updates += double{one.view()(i, 0)} * double{other.view()(i, 0)} / 4096;
  }
  CHECK(std::abs(columns) <= 4.0 / 64);  // four standard deviations
  CHECK(std::abs(updates) <= 4.0 / 64);
}

TEST_CASE("means over a stratified batch hardly vary", "[unit]") {
  // Of z and z² over n = 1024 independent rows: 1/32 and √2/32.
  for (std::uint64_t update = 0; update < 20; ++update) {
    const OwnedMatrix batch = drawn(false, 1024, 1, update);
    double first = 0, second = 0;
    for (const float z : batch.view().flat()) first += double{z} / 1024, second += double{z} * double{z} / 1024;
    CHECK(std::abs(first) <= 2e-3);
    CHECK(std::abs(second - 1) <= 1e-2);
  }
}
