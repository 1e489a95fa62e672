/// The critic and the batches on which the laws of regularizers look at one.
#pragma once

#include <ganzoo/core/rng.hpp>
#include <ganzoo/core/tensor.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/plugin/law.hpp>
#include <ganzoo/train/machine.hpp>
#include <ganzoo/train/probe.hpp>
#include <ganzoo/train/regularizer.hpp>

namespace ganzoo::laws {

constexpr Moment early{.step = 10, .steps = 1000, .critic_updates = 10};

/// What a trainer hands out at its n-th update.
Rng update_stream(std::uint64_t update = 0);

/// Normal numbers about `mean`; others for another `update`.
OwnedMatrix normal(std::int64_t rows, std::int64_t columns, double mean, std::uint64_t update);

/// A critic, a batch of real and fake samples in the plane, and the probe that a trainer would hand out.
struct CriticScene {
  Machine machine{1, nn::Precision::fp32};
  OwnedMatrix real, fake;
  nn::Network critic;
  CriticProbe probe;

  CriticScene(const Specimen&, nn::LayerPtr, std::int64_t rows);
  static nn::LayerPtr curved();
  /// D(x) = w·x: its gradient is w wherever one looks.
  static nn::LayerPtr linear();

  void set_weights(double a, double b);  ///< of the linear one
  /// The penalty of a fresh regularizer here; what it adds to the weight gradients stands there afterwards.
  double penalty(const Specimen&);
};

bool on_inputs(const Specimen&);
bool on_scores(const Specimen&);

// The parts of regularizer_laws() that are about one hook.
std::vector<Law> laws_of_input_penalty();
std::vector<Law> laws_of_score_penalty();

}  // namespace ganzoo::laws
