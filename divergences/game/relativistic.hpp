/// The losses that a relativistic game can be played with: what each asks of v = real − fake being large.
#pragma once

#include <ganzoo/ganzoo.hpp>

namespace {

struct RelativisticLoss {
  std::string loss_name = "logistic";
  static constexpr auto parameters = std::tuple{ganzoo::choice(
      "loss", &RelativisticLoss::loss_name, "logistic: softplus(−v); hinge: max(0, 1−v); least_squares: (v−1)²",
      "logistic", "hinge", "least_squares")};

  enum class Shape : std::uint8_t { logistic, hinge, least_squares } shape = Shape::logistic;

  void prepare() {
    shape = loss_name == "hinge" ? Shape::hinge : loss_name == "least_squares" ? Shape::least_squares : Shape::logistic;
  }

  auto loss(auto v) const {
    if (shape == Shape::hinge) return max(1 - v, 0);
    if (shape == Shape::least_squares) return (v - 1) * (v - 1);
    return softplus(-v);
  }
};

}  // namespace
