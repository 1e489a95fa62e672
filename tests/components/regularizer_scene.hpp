/// Critics under a regularizer.
#pragma once

#include <cmath>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/train/machine.hpp>
#include <ganzoo/train/probe.hpp>
#include <ganzoo/train/regularizer.hpp>
#include <numeric>

#include "make.hpp"

namespace regularizer_scene {

using namespace ganzoo;
using nlohmann::json;

using Settings = std::vector<std::pair<const char*, Value>>;

inline std::unique_ptr<Regularizer> regularizer(const std::string& name, const Settings& settings = {}) {
  static Registry registry;
  Table table;
  for (const auto& [key, value] : settings) table.set(key, value);
  return registry.make<Regularizer>(name, table);
}

inline constexpr Moment start{.step = 0, .steps = 100, .critic_updates = 0};
inline const Rng rng(3, Purpose::regularizer, 5);

inline Ramp ramp(double from, double to) {
  Ramp r(from);
  r.to = to;
  r.curve = Ramp::Curve::linear;
  return r;
}
inline Value ramp_value(double from, double to) { return detail::to_value(ramp(from, to)); }

inline void flatten_into(const json& j, std::vector<double>& out) {
  if (j.is_number()) return out.push_back(j.get<double>());
  for (const json& x : j) flatten_into(x, out);
}
inline std::vector<double> flat(const json& j) {
  std::vector<double> out;
  flatten_into(j, out);
  return out;
}

/// A critic, its probe, and the batch that the probe sees.
struct Bench {
  Machine machine{1, nn::Precision::fp32};
  nn::Network critic;
  OwnedMatrix real, fake;
  std::unique_ptr<CriticProbe> probe;

  Bench(const nn::LayerPtr& layer, OwnedMatrix r, OwnedMatrix f)
      : critic("critic", layer, {r.columns}), real(std::move(r)), fake(std::move(f)) {}

  double penalty(Regularizer& regularizer, const Moment& moment = start) {
    std::ranges::fill(critic.parameters().gradients(), 0.0F);
    probe = std::make_unique<CriticProbe>(machine, critic, real.view(), fake.view(), regularizer.look());
    return regularizer.input_penalty(*probe, moment, rng);
  }
};

inline nn::LayerPtr golden_critic(const std::string& activation) {
  std::vector<nn::LayerPtr> layers;
  for (const int width : {5, 4}) {
    layers.push_back(activation == "maxout" ? nn::maxout(width, 2) : nn::dense(width));
    if (activation != "maxout") layers.push_back(nn::activation(activation, 0.2));
  }
  layers.push_back(nn::dense(1));
  return nn::sequential(layers);
}

/// The critic's gradient after a penalty is what it ascends: minus the reference's.
inline void check_descent(const nn::Parameters& parameters, const json& expected, double tolerance) {
  int index = 0;
  for (const char* name : {"W1", "b1", "W2", "b2", "W3", "b3"}) {
    CAPTURE(name);
    const auto actual = parameters.gradient(index++);
    const std::vector<double> reference = flat(expected.at(name));
    REQUIRE(actual.size() == reference.size());
    double scale = 0.1;
    for (const double e : reference) scale = std::max(scale, std::abs(e));
    for (std::size_t i = 0; i < actual.size(); ++i) CHECK(std::abs(-actual[i] - reference[i]) <= tolerance * scale);
  }
}

/// D(x) = w·x: its gradient is w everywhere.
inline std::unique_ptr<Bench> linear_bench(const std::vector<float>& w, std::int64_t rows) {
  const auto d = static_cast<std::int64_t>(w.size());
  auto bench = std::make_unique<Bench>(nn::sequential({nn::dense(1, {}, false)}), normals(rows, d, 1, 2, 0.5F),
                                       normals(rows, d, 2, -1, 3));
  std::ranges::copy(w, bench->critic.parameters().value(0).begin());
  return bench;
}

inline double mean(std::span<const float> x) {
  return std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
}
inline double deviation(std::span<const float> x) {
  double square = 0;
  for (const float v : x) square += (v - mean(x)) * (v - mean(x)) / static_cast<double>(x.size());
  return std::sqrt(square);
}

}  // namespace regularizer_scene
