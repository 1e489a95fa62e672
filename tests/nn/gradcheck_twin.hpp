/// Networks that an independent program ran as well, and what it found of their losses and penalties.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "gradcheck.hpp"

namespace ganzoo::nn::test {

/// A weight as the reference names it, and how its numbers there are brought into the order that they have here.
struct Weight {
  const char* name;
  std::function<Numbers(const json&)> read = [](const json& numbers) { return channels_last(numbers); };
};

/// A network that the reference has, too: its layers, and its weights in the order in which the layers declare them.
struct Twin {
  LayerPtr layers;
  Shape in;
  std::vector<Weight> weights;

  /// With the reference's weights.
  Network network(const json& parameters) const {
    Network made("twin", layers, in);
    int index = 0;
    for (const Weight& weight : weights) {
      assign(made.parameters().value(index++), weight.read(parameters.at(weight.name)));
    }
    return made;
  }

  /// To `tolerance` of the largest number of each weight, or of its `scales`.
  void check_gradients(const Network& network, const json& expected, double tolerance,
                       std::vector<double> scales = {}) const {
    scales.resize(weights.size(), 0.1);
    for (std::size_t i = 0; i < weights.size(); ++i) {
      CAPTURE(weights[i].name);
      check(network.parameters().gradient(static_cast<int>(i)), weights[i].read(expected.at(weights[i].name)),
            tolerance, scales[i]);
    }
  }
};

/// What the batch's gradients are sums of: for each weight the largest Σ |gradient of one sample|. A game's reals and
/// fakes pull against each other; what is left of a sum that cancels is no measure of its rounding.
inline std::vector<double> added_up(const Network& network, Plan& plan, const std::vector<float>& score_gradients) {
  std::vector<double> largest;
  std::vector<Numbers> sums(network.parameters().entries().size());
  for (std::size_t sample = 0; sample < score_gradients.size(); ++sample) {
    std::ranges::fill(plan.output_gradient().flat(), 0.f);
    plan.output_gradient().data[sample] = score_gradients[sample];
    plan.backward();
    for (std::size_t p = 0; p < sums.size(); ++p) {
      const auto gradient = network.parameters().gradient(static_cast<int>(p));
      sums[p].resize(gradient.size());
      for (std::size_t i = 0; i < gradient.size(); ++i) sums[p][i] += std::abs(static_cast<double>(gradient[i]));
    }
  }
  for (const Numbers& sum : sums) largest.push_back(std::ranges::max(sum));
  return largest;
}

/// The scores of a critic, and the gradients of these losses of them.
inline void check_losses(const Twin& critic, const json& reference, const std::vector<Loss>& losses) {
  Engine engine;
  Network network = critic.network(reference.at("params"));
  // Real and fake pass as one batch, real above fake.
  const int n = static_cast<int>(reference.at("x_real").size());
  auto plan = network.plan(engine, {.batch = 2 * n, .input_gradient = true, .weight_gradient = true});
  assign(plan->input().slice(0, n).flat(), channels_last(reference.at("x_real")));
  assign(plan->input().slice(n, n).flat(), channels_last(reference.at("x_fake")));
  plan->forward();
  check(plan->output().slice(0, n).flat(), reference.at("D_real"), 1e-6);
  check(plan->output().slice(n, n).flat(), reference.at("D_fake"), 1e-6);
  for (const Loss& loss : losses) {
    CAPTURE(loss.name);
    const json& expected = reference.at("losses").at(loss.name).at("grad");
    std::vector<float> slopes;
    for (std::int64_t i = 0; i < 2 * n; ++i) {
      const double v = static_cast<double>(plan->output()(i, 0));
      slopes.push_back(static_cast<float>((i < n ? loss.real(v) : loss.fake(v)) / n));
    }
    const std::vector<double> scales = added_up(network, *plan, slopes);
    std::ranges::copy(slopes, plan->output_gradient().data);
    plan->backward();
    critic.check_gradients(network, expected, 2e-6, scales);
    check(plan->input_gradient().slice(0, n).flat(), channels_last(expected.at("x_real")), 2e-6);
    check(plan->input_gradient().slice(n, n).flat(), channels_last(expected.at("x_fake")), 2e-6);
  }
}

/// All penalties of a critic, and their gradients: each a double backward.
inline void check_penalties(const Twin& critic, const json& reference) {
  Engine engine;
  for (const Penalty& penalty : penalties) {
    CAPTURE(penalty.name);
    Network network = critic.network(reference.at("params"));
    const bool between = std::string(penalty.points) == "xhat";
    const json& points = between ? reference.at("penalty_extra").at("xhat") : reference.at(penalty.points);
    const int n = static_cast<int>(points.size());
    auto plan = network.plan(engine, {.batch = n, .input_gradient = true, .tangent = true});
    assign(plan->input().flat(), channels_last(points));
    plan->forward();
    for (float& g : plan->output_gradient().flat()) g = 1;
    plan->backward();
    double value = 0;
    for (std::int64_t i = 0; i < n; ++i) {
      const std::span<const float> gradient = plan->input_gradient().row(i);
      double square = 0;
      for (const float g : gradient) square += static_cast<double>(g) * static_cast<double>(g);
      const double norm = std::sqrt(square);
      value += penalty.value(norm) / n;
      for (std::size_t j = 0; j < gradient.size(); ++j) {
        plan->input_tangent().row(i)[j] =
            static_cast<float>(penalty.factor(norm) / n * static_cast<double>(gradient[j]));
      }
    }
    const json& expected = reference.at("penalties").at(penalty.name);
    CHECK(std::abs(value - expected.at("value").get<double>()) <= 2e-6 * (1 + value));
    plan->tangent();
    plan->tangent_backward();
    critic.check_gradients(network, expected.at("grad"), 4e-6);
  }
}

}  // namespace ganzoo::nn::test
