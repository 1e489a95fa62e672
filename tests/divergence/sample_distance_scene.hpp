/// Clouds, distances between samples by name, and how they are held to a definition.
#pragma once

#include <cstring>
#include <filesystem>
#include <ganzoo/divergence/sinkhorn.hpp>
#include <ganzoo/divergence/sliced.hpp>
#include <numbers>

#include "naive.hpp"
#include "support/catch.hpp"
#include "zoo.hpp"

namespace sample_distance_scene {

using namespace ganzoo;
using zoo::error;
using zoo::number;

inline constexpr double as_floats = 2e-6;  // coordinates and pairs are floats

inline const nlohmann::json& golden() {
  static const nlohmann::json all = [] {
    std::ifstream file(GANZOO_TESTS_REFERENCE "/sample_distances.json");
    return nlohmann::json::parse(file);
  }();
  return all;
}

inline OwnedMatrix points(const nlohmann::json& rows) {
  const bool line = rows[0].is_number();
  OwnedMatrix x(static_cast<std::int64_t>(rows.size()), line ? 1 : static_cast<std::int64_t>(rows[0].size()));
  for (std::int64_t i = 0; i < x.rows; ++i)
    for (std::int64_t k = 0; k < x.columns; ++k) {
      const auto& row = rows[static_cast<std::size_t>(i)];
      x.view()(i, k) = static_cast<float>(number(line ? row : row[static_cast<std::size_t>(k)]));
    }
  return x;
}

inline OwnedMatrix normals(std::int64_t n, std::int64_t d, std::uint64_t seed, float mean = 0, float std = 1) {
  OwnedMatrix x(n, d);
  Rng(seed, Purpose::other).fill_normal(x.view().flat(), mean, std);
  return x;
}

/// Sample i is the distribution's ((i + ½)/n)-quantile.
inline OwnedMatrix quantiles(double mean, double std, std::int64_t n) {
  const auto quantile = [&](double p) {
    double low = -12, high = 12;
    while (high - low > 1e-12) {
      const double middle = 0.5 * (low + high);
      (0.5 * std::erfc(-middle / std::numbers::sqrt2) < p ? low : high) = middle;
    }
    return mean + std * low;
  };
  OwnedMatrix x(n, 1);
  for (std::int64_t i = 0; i < n; ++i)
    x.view()(i, 0) = static_cast<float>(quantile((static_cast<double>(i) + 0.5) / static_cast<double>(n)));
  return x;
}

struct Result {
  double value;
  OwnedMatrix gradient;
};

inline Rng stream(std::uint64_t update = 0) { return Rng(11, Purpose::distance, update); }

inline Result measure(Divergence& d, ConstMatrix real, ConstMatrix fake, const Rng& rng = stream()) {
  Result result{0, OwnedMatrix(fake.rows, fake.columns)};
  const Objective objective = d.distance(real, fake, result.gradient, rng);
  result.value = objective.value;
  CHECK(std::memcmp(&objective.estimate, &objective.value, sizeof(double)) == 0);
  return result;
}

inline double value(Divergence& d, ConstMatrix real, ConstMatrix fake) { return measure(d, real, fake).value; }

inline std::unique_ptr<Divergence> mmd(const char* kernel, double scale, const char* statistic) {
  Table t;
  t.set("kernel", kernel);
  t.set("statistic", statistic);
  t.set("bandwidths", List{scale});
  t.set("alphas", List{scale});
  return zoo::make("mmd", t);
}

inline std::unique_ptr<Divergence> energy(const char* statistic) {
  Table t;
  t.set("statistic", statistic);
  return zoo::make("energy", t);
}

inline std::unique_ptr<Divergence> sinkhorn(double epsilon, std::int64_t power) {
  Table t;
  t.set("epsilon", epsilon);
  t.set("power", power);
  t.set("iterations", std::int64_t{3000});
  t.set("tolerance", 1e-6);
  return zoo::make("sinkhorn", t);
}

inline std::unique_ptr<Divergence> sliced(std::int64_t power, std::int64_t projections = 128) {
  Table t;
  t.set("power", power);
  t.set("projections", projections);
  return zoo::make("sliced_wasserstein", t);
}

/// Every divergence of the build that needs no critic, with its defaults: what the laws are about.
inline std::vector<std::string> all_without_critic() {
  std::vector<std::string> names;
  for (const auto& file : std::filesystem::directory_iterator(GANZOO_BUILD_DIR "/lib/ganzoo/divergences"))
    if (const auto traits = zoo::make(file.path().stem())->traits(); !traits.needs_critic && !traits.fits)
      names.push_back(file.path().stem());
  std::sort(names.begin(), names.end());
  return names;
}

inline void check_close(double got, double truth, double tolerance, const std::string& what) {
  INFO(what << " is " << got << ", truth " << truth);
  CHECK(error(got, truth) <= tolerance);
}

/// Held to the definition: its value, and its gradient by differences of the definition in double.
inline void check_definition(const std::string& name, Divergence& d, const naive::Distance& definition,
                             ConstMatrix real, ConstMatrix fake, double tolerance) {
  INFO(name << ", " << real.rows << " and " << fake.rows << " points in " << real.columns << " dimensions");
  const Result got = measure(d, real, fake);
  const naive::Cloud x = naive::cloud(real), y = naive::cloud(fake);
  CHECK(error(got.value, definition(x, y)) <= tolerance);
  const std::vector<double> truth = naive::gradient(definition, x, y);
  double largest = 0, worst = 0;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    largest = std::max(largest, std::abs(truth[i]));
    worst = std::max(worst, std::abs(truth[i] - got.gradient.memory.data()[i]));
  }
  INFO("worst slope off by " << worst << ", the largest is " << largest);
  CHECK(worst <= tolerance * largest);
}

}  // namespace sample_distance_scene
