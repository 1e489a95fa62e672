#include <algorithm>
#include <cmath>
#include <ganzoo/train/laws/networks.hpp>
#include <ganzoo/train/laws/trial.hpp>
#include <stdexcept>

namespace ganzoo::laws {
namespace {

using Numbers = std::vector<float>;

double largest(const Numbers& numbers) {
  double most = 0;
  for (const float x : numbers) most = std::max(most, std::abs(double{x}));
  return most;
}

/// The first parameter whose numbers are not a + b, to 1e-4 of their size: another order of summing is allowed, and what
/// is 0 but for rounding (a bias before batch norm) is measured by the rest.
Counterexample not_the_sum(const nn::Network& network, const Numbers& got, const Numbers& a, const Numbers& b) {
  for (const auto& entry : network.parameters().entries()) {
    double off = 0, size = 0.01 * std::max(largest(a), largest(b));
    for (auto i = static_cast<std::size_t>(entry.offset); i < static_cast<std::size_t>(entry.offset + entry.size);
         ++i) {
      off = std::max(off, std::abs(got[i] - (double{a[i]} + double{b[i]})));
      size = std::max({size, std::abs(double{a[i]}), std::abs(double{b[i]})});
    }
    if (!(off <= 1e-4 * size)) return fmt::format("that to {} is off by {:.4g}", entry.name, off);
  }
  return {};
}

void set_gradients(nn::Network& network, const Numbers& to) {
  std::ranges::copy(to, network.parameters().gradients().begin());
}
void clear_gradients(nn::Network& network) { std::ranges::fill(network.parameters().gradients(), 0.0F); }

/// The weight gradients of S = Σ u·∇ₓ(c·D); nothing where a layer has no tangents.
std::optional<Numbers> of_the_slope(Trial& trial) {
  trial.backward();
  clear_gradients(trial.network);
  std::ranges::copy(trial.direction.view().flat(), trial.plan->input_tangent().data);
  try {
    trial.plan->tangent();
    trial.plan->tangent_backward();
  } catch (const std::logic_error&) {
    return std::nullopt;
  }
  return trial.gradients();
}

Counterexample accumulates(nn::Network& network) {
  Trial once(network, false);
  once.backward();
  const Numbers gradients = once.gradients();
  Trial again(network, false, true);
  set_gradients(network, gradients);
  again.backward();
  if (const auto off = not_the_sum(network, again.gradients(), gradients, gradients))
    return "backward(), where the use says accumulate, does not add to the weight gradients: " + *off;
  return {};
}

Counterexample spares_weights(nn::Network& network) {
  Trial trial(network, false);
  trial.backward();
  const Numbers before = trial.gradients(), right = numbers_of(trial.plan->input_gradient());
  trial.forward();
  std::ranges::copy(trial.weight.view().flat(), trial.plan->output_gradient().data);
  trial.plan->backward_input();
  if (trial.gradients() != before) return "backward_input() changes the weight gradients";
  if (!std::ranges::equal(trial.plan->input_gradient().flat(), right))
    return "backward_input() gives the input another gradient than backward()";
  return {};
}

Counterexample tangents_add(nn::Network& network) {
  Trial trial(network, true);
  const auto gradients = of_the_slope(trial);
  if (!gradients) return {};
  set_gradients(network, *gradients);
  trial.plan->tangent_backward();
  if (const auto off = not_the_sum(network, trial.gradients(), *gradients, *gradients))
    return "tangent_backward() does not add to the weight gradients: " + *off;
  return {};
}

/// Σ w(row)·y(row) + S in one pass against both by themselves, the output gradient of S being 1.
Counterexample weighted(nn::Network& network) {
  if (!network.linear_by_pieces() || network.output().size() != 1) return {};
  Trial trial(network, true);
  const Numbers weights(trial.weight.view().flat().begin(), trial.weight.view().flat().end());
  clear_gradients(network);
  trial.backward();
  const Numbers of_scores = trial.gradients();
  std::ranges::fill(trial.weight.view().flat(), 1.0F);
  const auto of_slope = of_the_slope(trial);
  if (!of_slope) return {};
  trial.forward();
  std::ranges::fill(trial.plan->output_gradient().flat(), 1.0F);
  clear_gradients(network);
  trial.plan->backward_input();
  std::ranges::copy(trial.direction.view().flat(), trial.plan->input_tangent().data);
  trial.plan->tangent();
  trial.plan->weighted_backward(weights);
  if (const auto off = not_the_sum(network, trial.gradients(), of_scores, *of_slope))
    return "it says linear_by_pieces, but weighted_backward() gives other gradients than two passes: " + *off;
  return {};
}

}  // namespace

Counterexample passes(nn::Network& network) {
  if (network.parameters().count() > most_parameters) return {};
  if (auto found = accumulates(network)) return found;
  if (auto found = spares_weights(network)) return found;
  if (auto found = tangents_add(network)) return found;
  return weighted(network);
}

}  // namespace ganzoo::laws
