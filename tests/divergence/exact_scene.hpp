/// Exact values of divergences, and what they are held to.
#pragma once

#include <fmt/format.h>
#include <array>
#include <ganzoo/divergence/exact/exact.hpp>
#include <ganzoo/divergence/f_divergence.hpp>
#include <numbers>

#include "support/catch.hpp"
#include "zoo.hpp"

namespace exact_scene {

using namespace ganzoo;

inline constexpr double infinity = std::numeric_limits<double>::infinity();

// As `ganzoo new --f` writes them: everything follows from f.
struct TypedJs {
  static constexpr About about{.title = "js", .source = "typed"};
  auto f(auto u) const { return u * log(u) - (u + 1) * log((u + 1) / 2); }
};
struct TypedSum {
  static constexpr About about{.title = "triangular and more", .source = "typed"};
  auto f(auto u) const { return (u - 1) * (u - 1) / (u + 1) + 0.1 * (u - 1) * (u - 1) / (u + 2); }
};
struct TypedReverseKl {
  static constexpr About about{.title = "reverse KL", .source = "typed"};
  auto f(auto u) const { return -log(u); }
};
struct TypedKl {
  static constexpr About about{.title = "KL", .source = "typed"};
  auto f(auto u) const { return u * log(u); }
};
struct TypedPearson {
  static constexpr About about{.title = "Pearson", .source = "typed"};
  auto f(auto u) const { return (u - 1) * (u - 1); }
};
/// (uᵃ − 1)/(a − 1), a = n/d; twice that, less what is linear, is H² at ½.
template <int n, int d>
struct TypedPower {
  static constexpr About about{.title = "power", .source = "typed"};
  auto f(auto u) const { return (pow(u, double(n) / d) - 1) / (double(n) / d - 1); }
};
/// u² log(1 + 1/u) grows like u, but as it is written rounding leaves noise that grows like u².
struct Noisy {
  static constexpr About about{.title = "noisy", .source = "typed"};
  auto f(auto u) const { return u * log(u) + u * u * (log(u + 1) - log(u)) - std::log(2.0) * u; }
};

template <class T>
Exact typed(const char* p, const char* q) {
  f_divergence<T> divergence;
  divergence.prepare();
  return exact(divergence, parse_distribution(p), parse_distribution(q));
}

inline Exact of(const char* name, const std::string& p, const std::string& q, const Table& parameters = {}) {
  return zoo::make(name, parameters)->exact_value(parse_distribution(p), parse_distribution(q));
}

inline Table with(const char* key, Value value) {
  Table table;
  table.set(key, std::move(value));
  return table;
}

/// Right to within the error that is told, which is small.
inline void holds(const Exact& got, double truth, double digits = 1e-12) {
  INFO("got " << got.value << " ± " << got.error << ", truth " << truth << " " << got.reason);
  CHECK(std::abs(got.value - truth) <= got.error + 4e-16 * std::abs(truth));
  CHECK(got.error <= digits * std::max(1.0, std::abs(truth)));
}

inline double kl(double m1, double s1, double m2, double s2) {
  return std::log(s2 / s1) + (s1 * s1 + (m1 - m2) * (m1 - m2)) / (2 * s2 * s2) - 0.5;
}

}  // namespace exact_scene
