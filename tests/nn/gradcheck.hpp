/// Numbers of an independent program: how they are read, and what a network's are held to.
#pragma once

#include <cmath>
#include <fstream>
#include <functional>
#include <ganzoo/nn/engine.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/nn/network.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>
#include "nn/reference.hpp"

#include "support/catch.hpp"

namespace ganzoo::nn::test {

using nlohmann::json;

using reference::Numbers;

inline const json& cases() {
  static const json all = json::parse(std::ifstream(GANZOO_TESTS_REFERENCE "/gradcheck.json"));
  return all.at("cases");
}

inline void flatten_into(const json& j, Numbers& out) {
  if (j.is_number()) return out.push_back(j.get<double>());
  for (const json& x : j) flatten_into(x, out);
}
inline Numbers flat(const json& j) {
  Numbers out;
  flatten_into(j, out);
  return out;
}

/// [a, b, h, w] → [a, h, w, b], as images and windows lie here; anything else flat.
inline Numbers channels_last(const json& j) {
  if (!(j.is_array() && j[0].is_array() && j[0][0].is_array() && j[0][0][0].is_array())) return flat(j);
  Numbers out;
  for (const json& image : j) {
    for (std::size_t y = 0; y < image[0].size(); ++y) {
      for (std::size_t x = 0; x < image[0][0].size(); ++x) {
        for (const json& channel : image) out.push_back(channel[y][x].get<double>());
      }
    }
  }
  return out;
}

/// A row of c·h·w numbers in that order → h·w·c.
inline Numbers channels_last(const json& row, std::size_t channels) {
  const Numbers from = flat(row);
  Numbers to(from.size());
  const std::size_t pixels = from.size() / channels;
  for (std::size_t i = 0; i < from.size(); ++i) to[i % pixels * channels + i / pixels] = from[i];
  return to;
}

inline void assign(std::span<float> to, const Numbers& from) {
  REQUIRE(to.size() == from.size());
  for (std::size_t i = 0; i < to.size(); ++i) to[i] = static_cast<float>(from[i]);
}

/// To `tolerance` of the largest number expected, or of `scale` where that is larger: a sum is right to so much of what
/// was added up, however much of it cancels.
///
/// In units of 2⁻²⁴, a rounding's most: 1e-6 is 17 of them. The longest way through these networks is a convolution's
/// 16 products and then a dense layer's 64, whose roundings amount to some √16 + √64 = 12, in any order of adding. A
/// gradient goes there and back and is allowed twice that, a gradient's gradient four times.
inline void check(std::span<const float> actual, const Numbers& expected, double tolerance, double scale = 0.1) {
  REQUIRE(actual.size() == expected.size());
  for (const double e : expected) scale = std::max(scale, std::abs(e));
  for (std::size_t i = 0; i < actual.size(); ++i) {
    CHECK(std::abs(static_cast<double>(actual[i]) - expected[i]) <= tolerance * scale);
  }
}

inline void check(std::span<const float> actual, const json& reference, double tolerance) {
  check(actual, flat(reference), tolerance);
}

inline double sigmoid_of(double v) { return 1 / (1 + std::exp(-v)); }

/// ∂loss/∂score of a real (or fake) score, before the mean over the batch.
struct Loss {
  const char* name;
  std::function<double(double)> real, fake;
};

inline const std::vector<Loss> losses{
    {"d_bce", [](double v) { return -sigmoid_of(-v); }, [](double v) { return sigmoid_of(v); }},
    {"d_wgan", [](double) { return -1.0; }, [](double) { return 1.0; }},
    {"d_hinge", [](double v) { return v < 1 ? -1.0 : 0.0; }, [](double v) { return v > -1 ? 1.0 : 0.0; }},
    {"d_lsgan01", [](double v) { return v - 1; }, [](double v) { return v; }},
    {"d_fgan:kl", [](double) { return -1.0; }, [](double v) { return std::exp(v - 1); }},
    {"g_minimax", [](double) { return 0.0; }, [](double v) { return -sigmoid_of(v); }},
    {"g_nonsaturating", [](double) { return 0.0; }, [](double v) { return -sigmoid_of(-v); }},
    {"g_wgan", [](double) { return 0.0; }, [](double) { return -1.0; }},
};

/// A penalty h on each sample's input gradient g: value(|g|), and the factor f with ∂h/∂g = f·g. Means over the batch.
struct Penalty {
  const char* name;
  const char* points;
  std::function<double(double)> value, factor;
};

inline const std::vector<Penalty> penalties{
    {"wgan_gp (lambda=10): 10*mean((|grad D(xhat)|-1)^2)", "xhat", [](double n) { return 10 * (n - 1) * (n - 1); },
     [](double n) { return 20 * (n - 1) / n; }},
    {"wgan_lp one-sided (lambda=10): 10*mean(max(0,|grad D(xhat)|-1)^2)", "xhat",
     [](double n) { return n > 1 ? 10 * (n - 1) * (n - 1) : 0; },
     [](double n) { return n > 1 ? 20 * (n - 1) / n : 0; }},
    {"r1 (gamma=10): 5*mean(|grad D(x_real)|^2)", "x_real", [](double n) { return 5 * n * n; },
     [](double) { return 10.0; }},
    {"r2 (gamma=10): 5*mean(|grad D(x_fake)|^2)", "x_fake", [](double n) { return 5 * n * n; },
     [](double) { return 10.0; }},
    {"gp0 (lambda=10): 10*mean(|grad D(xhat)|^2)", "xhat", [](double n) { return 10 * n * n; },
     [](double) { return 20.0; }},
};

}  // namespace ganzoo::nn::test
