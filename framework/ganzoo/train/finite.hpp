/// Divergence detection: a loss, gradient or weight that is not finite ends the run and is named.
#pragma once

#include <ganzoo/nn/network.hpp>

#include <cstdint>
#include <string_view>

namespace ganzoo {

/// What is looked at when something is not finite, the first of these found being the one that is told. May be null.
struct Suspects {
  const nn::Network* generator = nullptr;
  const nn::Network* critic = nullptr;
};

/// Throws Diverged naming `step` and a weight that is not finite, or else `what`, where `value` is not finite.
void require_finite(double value, std::string_view what, std::int64_t step, const Suspects& suspects);

/// Gathers a network's gradient and returns its Euclidean norm; throws Diverged naming the parameter where it is not
/// finite.
double finite_gradient_norm(nn::Network& network, std::int64_t step, const Suspects& suspects);

/// Throws Diverged where a weight is not finite.
void require_finite_weights(std::int64_t step, const Suspects& suspects);

}  // namespace ganzoo
