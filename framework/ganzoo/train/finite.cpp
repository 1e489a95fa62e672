#include <ganzoo/nn/kernels.hpp>
#include <ganzoo/train/finite.hpp>
#include <ganzoo/train/trainer.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace ganzoo {
namespace {

[[noreturn]] void report(std::int64_t step, const std::string& what, double value) {
  throw Diverged(fmt::format("step {}: {} is {}", step, what, value));
}

/// A number of `values` that is not finite, or 0.
float fault(std::span<const float> values) {
  const auto found = std::ranges::find_if(values, [](float x) { return !std::isfinite(x); });
  return found == values.end() ? 0.0F : *found;
}

void search_weights(std::int64_t step, const nn::Network& network) {
  const nn::Parameters& parameters = network.parameters();
  for (std::size_t i = 0; i < parameters.entries().size(); ++i)
    if (const float x = fault(parameters.value(static_cast<int>(i))); x != 0)
      report(step, network.name() + "/" + parameters.entries()[i].name, x);
}

void search_weights(std::int64_t step, const Suspects& suspects) {
  if (suspects.critic) search_weights(step, *suspects.critic);
  if (suspects.generator) search_weights(step, *suspects.generator);
}

}  // namespace

void require_finite(double value, std::string_view what, std::int64_t step, const Suspects& suspects) {
  if (std::isfinite(value)) return;
  search_weights(step, suspects);
  report(step, std::string(what), value);
}

double finite_gradient_norm(nn::Network& network, std::int64_t step, const Suspects& suspects) {
  const nn::Parameters& parameters = network.parameters();
  const double squares = network.gather_gradients();
  if (std::isfinite(squares)) return std::sqrt(squares);
  search_weights(step, suspects);
  for (std::size_t i = 0; i < parameters.entries().size(); ++i)
    if (const float x = fault(parameters.gradient(static_cast<int>(i))); x != 0)
      report(step, "the gradient of " + network.name() + "/" + parameters.entries()[i].name, x);
  report(step, "the gradient of " + network.name(), squares);
}

void require_finite_weights(std::int64_t step, const Suspects& suspects) {
  for (const nn::Network* network : {suspects.critic, suspects.generator})
    if (network && !std::isfinite(nn::sum_squares(network->parameters().numbers()))) search_weights(step, *network);
}

}  // namespace ganzoo
