/// A network planned for the laws' three samples, and the numbers whose gradients it gives.
#pragma once

#include <algorithm>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/core/tensor.hpp>
#include <ganzoo/nn/engine.hpp>
#include <ganzoo/nn/network.hpp>
#include <ganzoo/train/laws/networks.hpp>
#include <ganzoo/train/laws/slope.hpp>
#include <memory>
#include <vector>

namespace ganzoo::laws {

constexpr std::int64_t most_parameters = 4'000'000;  ///< more are not examined: as much time as it is worth

struct Trial {
  static constexpr int rows = 3;

  nn::Network& network;
  nn::Engine engine;
  std::unique_ptr<nn::Plan> plan;
  OwnedMatrix in, weight, direction;  ///< of the output: c; of the input: u

  Trial(nn::Network& n, bool tangent, bool accumulate = false)
      : network(n),
        plan(n.plan(engine, {.batch = rows,
                             .input_gradient = true,
                             .weight_gradient = true,
                             .accumulate = accumulate,
                             .tangent = tangent,
                             .update_statistics = false})),
        in(rows, plan->input().columns),
        weight(rows, plan->output().columns),
        direction(rows, plan->input().columns) {
    Rng(7, Purpose::other, 3).fill_normal(in.view().flat(), 0, 1);
    Rng(7, Purpose::other, 4).fill_normal(weight.view().flat(), 0, 1);
    Rng(7, Purpose::other, 5).fill_normal(direction.view().flat(), 0, 1);
  }

  /// u = 0 but at so many numbers of each sample, evenly over it.
  void look_along_few(std::int64_t most) {
    const Matrix u = direction;
    const std::int64_t every = std::max<std::int64_t>(1, u.columns / most);
    for (std::int64_t k = 0; k < u.size(); ++k)
      if (k % u.columns % every != every / 2) u.data[k] = 0;
  }

  void forward() {
    std::ranges::copy(in.view().flat(), plan->input().data);
    fill_labels(*plan);
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
    return numbers_of({g.data(), 1, std::ssize(g)});
  }
};

}  // namespace ganzoo::laws
