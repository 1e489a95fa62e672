/// Components by name, and metrics on given samples.
#pragma once

#include <fstream>
#include <functional>
#include <ganzoo/core/error.hpp>
#include <ganzoo/plugin/registry.hpp>
#include <ganzoo/train/metric.hpp>
#include <initializer_list>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "support/catch.hpp"

using Given = std::initializer_list<std::pair<const char*, ganzoo::Value>>;

template <class T>
std::unique_ptr<T> make(const std::string& name, Given given = {}) {
  static ganzoo::Registry registry;
  ganzoo::Table table;
  for (const auto& [key, value] : given) table.set(key, value);
  return registry.make<T>(name, table);
}

/// The metric's values; `data` may be null, as under `ganzoo measure`.
inline std::vector<double> evaluate(ganzoo::Metric& metric, ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake,
                                    const ganzoo::Data* data = nullptr, std::uint64_t seed = 0) {
  ganzoo::Evaluation e;
  e.seed = seed;
  e.data = data;
  e.real = [=](std::int64_t n) { return real.slice(0, std::min(n, real.rows)); };
  e.fake = [=](std::int64_t n) { return fake.slice(0, std::min(n, fake.rows)); };
  std::vector<double> values(metric.quantities().size());
  metric.evaluate(e, std::max(real.rows, fake.rows), values);
  return values;
}

/// The metric's values of samples in double precision, [n, d] each, as `ganzoo measure` has them.
inline std::vector<double> evaluate_doubles(ganzoo::Metric& metric, const std::vector<double>& real,
                                            const std::vector<double>& fake, std::int64_t d = 1) {
  ganzoo::Evaluation e;
  const auto first = [d](const std::vector<double>& x) {
    return [d, &x](std::int64_t n) {
      const auto rows = static_cast<std::int64_t>(x.size()) / d;
      return ganzoo::ConstDoubles(x.data(), std::min(n, rows), d);
    };
  };
  e.real_doubles = first(real);
  e.fake_doubles = first(fake);
  std::vector<double> values(metric.quantities().size());
  metric.evaluate(e, static_cast<std::int64_t>(std::max(real.size(), fake.size())) / d, values);
  return values;
}

inline std::vector<double> as_doubles(ganzoo::ConstMatrix x) { return {x.flat().begin(), x.flat().end()}; }

inline ganzoo::OwnedMatrix normals(std::int64_t n, std::int64_t d, std::uint64_t seed, float mean = 0, float std = 1) {
  ganzoo::OwnedMatrix x(n, d);
  ganzoo::Rng(seed, ganzoo::Purpose::other).fill_normal(x.view().flat(), mean, std);
  return x;
}

inline ganzoo::OwnedMatrix matrix(const nlohmann::json& rows) {
  ganzoo::OwnedMatrix x(static_cast<std::int64_t>(rows.size()), static_cast<std::int64_t>(rows.at(0).size()));
  for (std::int64_t i = 0; i < x.rows; ++i)
    for (std::int64_t j = 0; j < x.columns; ++j)
      x.view()(i, j) = rows[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)].get<float>();
  return x;
}

/// The numbers of rows one after another, in double precision.
inline std::vector<double> doubles(const nlohmann::json& rows) {
  std::vector<double> all;
  for (const auto& row : rows)
    for (const double v : row) all.push_back(v);
  return all;
}

inline nlohmann::json reference(const std::string& name) {
  std::ifstream file(std::string(GANZOO_TESTS_REFERENCE) + "/" + name);
  return nlohmann::json::parse(file);
}

/// The error that `action` throws; its code and its first complaint are checked.
inline void check_error(const std::function<void()>& action, ganzoo::Exit code, const std::string& part) {
  try {
    action();
    FAIL("no error, but one with: " << part);
  } catch (const ganzoo::Error& error) {
    INFO(error.what());
    CHECK(error.code() == code);
    CHECK(std::string(error.what()).find(part) != std::string::npos);
  }
}
