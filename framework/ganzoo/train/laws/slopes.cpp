#include <algorithm>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/nn/engine.hpp>
#include <ganzoo/train/laws/networks.hpp>
#include <ganzoo/train/laws/slope.hpp>
#include <stdexcept>

namespace ganzoo::laws {
namespace {

constexpr double tolerance = 1e-2;
constexpr std::int64_t most_parameters = 4'000'000;  // as much time as it is worth
constexpr int rows = 3;

/// A planned network at a fixed batch, and the two numbers whose gradients it gives.
struct Trial {
  nn::Network& network;
  nn::Engine engine;
  std::unique_ptr<nn::Plan> plan;
  OwnedMatrix in, weight, direction;  ///< of the output: c; of the input: u

  Trial(nn::Network& n, bool tangent)
      : network(n),
        plan(n.plan(engine, {.batch = rows,
                             .input_gradient = true,
                             .weight_gradient = true,
                             .tangent = tangent,
                             .update_statistics = false})),
        in(rows, plan->input().columns),
        weight(rows, plan->output().columns),
        direction(rows, plan->input().columns) {
    Rng(7, Purpose::other, 3).fill_normal(in.view().flat(), 0, 1);
    Rng(7, Purpose::other, 4).fill_normal(weight.view().flat(), 0, 1);
    Rng(7, Purpose::other, 5).fill_normal(direction.view().flat(), 0, 1);
  }

  void forward() {
    std::ranges::copy(in.view().flat(), plan->input().data);
    plan->randomize(Rng(7, Purpose::critic_layers));
    plan->forward();
  }
  void backward() {
    forward();
    std::ranges::copy(weight.view().flat(), plan->output_gradient().data);
    plan->backward();
  }
  /// c·D(x)
  Summed scores() {
    forward();
    return dot(weight, plan->output());
  }
  /// u·∇ₓ(c·D)
  Summed slope() {
    backward();
    return dot(direction, plan->input_gradient());
  }
  static Summed dot(ConstMatrix a, ConstMatrix b) {
    Summed sum;
    for (std::int64_t i = 0; i < a.size(); ++i) {
      const double term = double{a.data[i]} * b.data[i];
      sum.value += term;
      sum.size += std::abs(term);
    }
    return sum;
  }
  std::vector<float> gradients() const {
    const auto g = network.parameters().gradients();
    return {g.begin(), g.end()};
  }
};

/// Holds the gradient to some numbers by itself to the differences of `value`.
Counterexample wrong(const std::string& who, std::span<float> x, std::span<const float> gradient,
                     const std::function<Summed()>& value) {
  for (const std::vector<double>& along : directions(gradient, 2, 6)) {
    double claimed = 0;
    for (std::size_t i = 0; i < x.size(); ++i) claimed += along[i] * double{gradient[i]};
    const auto measured = refuted({x, along, claimed, norm(gradient)}, tolerance, value);
    if (measured)
      return fmt::format("along a direction of ±1 in {} the slope is {:.6g} by the gradient, but {:.6g} by differences",
                         who, claimed, *measured);
  }
  return {};
}

/// Each declared parameter by itself.
Counterexample wrong_weights(nn::Network& network, const std::vector<float>& gradient,
                             const std::function<Summed()>& value) {
  for (const auto& entry : network.parameters().entries()) {
    const auto first = static_cast<std::size_t>(entry.offset), size = static_cast<std::size_t>(entry.size);
    const auto x = network.parameters().values().subspan(first, size);
    if (auto found = wrong(entry.name, x, std::span(gradient).subspan(first, size), value)) return found;
  }
  return {};
}

}  // namespace

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

Counterexample double_backward(nn::Network& network) {
  if (network.parameters().count() > most_parameters) return {};
  Trial trial(network, true);
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
