/// What the mutants of gradient penalties share: where they look, and norms of rows.
#pragma once

#include <algorithm>
#include <cmath>
#include <ganzoo/ganzoo.hpp>
#include <ganzoo/train/probe.hpp>
#include <span>

namespace {

inline double norm_of(std::span<const float> numbers) {
  double square = 0;
  for (const float x : numbers) square += double{x} * x;
  return std::sqrt(square);
}

inline void look_at(ganzoo::CriticProbe& probe, ganzoo::ConstMatrix where) {
  std::ranges::copy(where.flat(), probe.points().data);
}

/// A penalty on the critic's slope at the real samples.
struct SlopePenalty : ganzoo::Regularizer {
  bool penalises_inputs() const override { return true; }
  bool provides_lipschitz() const override { return true; }
  double input_penalty(ganzoo::CriticProbe& probe, const ganzoo::Moment&, const ganzoo::Rng&) override {
    look_at(probe, probe.real());
    const double penalty = of(probe.gradient(), probe.direction());
    probe.descend();
    return penalty;
  }

  /// The penalty of these slopes, and its gradient by them.
  virtual double of(ganzoo::ConstMatrix slope, ganzoo::Matrix gradient) const = 0;
};

}  // namespace
