#include <algorithm>
#include <ganzoo/train/laws/networks.hpp>
#include <ganzoo/train/laws/slope.hpp>
#include <ganzoo/train/laws/trial.hpp>
#include <stdexcept>

namespace ganzoo::laws {
namespace {

constexpr double tolerance = 1e-2;
constexpr std::int64_t blocks = 8;

Counterexample wrong_along(const std::string& who, std::span<float> x, std::span<const float> gradient,
                           const std::vector<double>& along, const Value& value) {
  double claimed = 0;
  for (std::size_t i = 0; i < x.size(); ++i) claimed += along[i] * double{gradient[i]};
  const auto measured = refuted({x, along, claimed, norm(gradient)}, tolerance, value);
  if (!measured) return {};
  return fmt::format("along a direction of ±1 in {} the slope is {:.6g} by the gradient, but {:.6g} by differences",
                     who, claimed, *measured);
}

/// Holds the gradient to some numbers by itself to the differences of `value`.
Counterexample wrong(const std::string& who, std::span<float> x, std::span<const float> gradient, const Value& value) {
  for (const std::vector<double>& along : directions(gradient, 2, 6))
    if (auto found = wrong_along(who, x, gradient, along, value)) return found;
  return {};
}

/// Many units have so many kinks that the slope along a part of one parameter drowns in them.
bool has_few_units(const nn::Network& network) { return network.input().size() <= 64 && network.output().size() <= 64; }

/// Each eighth of them by itself: a row that never learns is lost in the whole.
Counterexample wrong_block(const std::string& who, std::span<float> x, std::span<const float> gradient,
                           const Value& value) {
  const std::size_t size = (x.size() + blocks - 1) / blocks;
  for (std::size_t first = 0; first < x.size() && x.size() > 1; first += size) {
    const std::size_t count = std::min(size, x.size() - first);
    const auto part = gradient.subspan(first, count);
    const std::string name = fmt::format("{} from number {} on", who, first);
    if (auto found = wrong_along(name, x.subspan(first, count), part, directions(part, 1, 6).back(), value))
      return found;
  }
  return {};
}

}  // namespace

Counterexample wrong_weights(nn::Network& network, std::span<const float> gradient, const Value& value) {
  for (const auto& entry : network.parameters().entries()) {
    const auto first = static_cast<std::size_t>(entry.offset), size = static_cast<std::size_t>(entry.size);
    const auto x = network.parameters().values().subspan(first, size);
    const auto of_x = gradient.subspan(first, size);
    if (auto found = wrong(entry.name, x, of_x, value)) return found;
    if (!has_few_units(network)) continue;
    if (auto found = wrong_block(entry.name, x, of_x, value)) return found;
  }
  return {};
}

Counterexample slopes(nn::Network& network) {
  if (network.parameters().count() > most_parameters) return {};
  Trial trial(network, false);
  trial.backward();
  const std::vector<float> weight_gradient = trial.gradients(),
                           input_gradient(trial.plan->input_gradient().flat().begin(),
                                          trial.plan->input_gradient().flat().end());
  const auto value = [&] { return trial.scores(); };
  if (auto found = wrong("the input", trial.in.view().flat(), input_gradient, value)) return found;
  return wrong_weights(network, weight_gradient, value);
}

Counterexample double_backward(nn::Network& network, std::int64_t most_inputs) {
  if (network.parameters().count() > most_parameters) return {};
  Trial trial(network, true);
  trial.look_along_few(most_inputs);
  trial.backward();
  std::ranges::fill(network.parameters().gradients(), 0.0F);
  std::ranges::copy(trial.direction.view().flat(), trial.plan->input_tangent().data);
  try {
    trial.plan->tangent();
    trial.plan->tangent_backward();
  } catch (const std::logic_error&) {  // a layer without tangents: no penalty can use it, and it says so
    return {};
  }
  const std::vector<float> gradient = trial.gradients();
  const auto found = wrong_weights(network, gradient, [&] { return trial.slope(); });
  if (!found) return {};
  return fmt::format("of u·∇ₓD, {}", *found);
}

}  // namespace ganzoo::laws
