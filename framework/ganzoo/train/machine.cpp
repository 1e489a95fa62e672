#include <algorithm>
#include <ganzoo/train/machine.hpp>

namespace ganzoo {

int members_for(int threads, int batch, const nn::Network& generator, const nn::Network* critic) {
  const int group = std::max(generator.group(batch), critic ? critic->group(batch) : 1);
  return std::min(threads, batch / group);
}

Share share_of(const nn::Network& network, std::int64_t batch, int rank, int size) {
  const std::int64_t group = network.group(static_cast<int>(batch));
  const Share groups = share_of(batch / group, rank, size);
  return {groups.first * group, groups.count * group};
}

SharedPlan::SharedPlan(Machine& machine, nn::Network& network, nn::Use use, const nn::Wires& wires)
    : machine_(machine), network_(network) {
  const std::int64_t rows = use.batch, in = network.input().size(), out = network.output().size();
  const bool backward = use.input_gradient || use.weight_gradient || use.tangent;
  const auto side = [&](float* wired, std::int64_t columns, bool wanted) -> Matrix {
    if (!wanted || wired) return {wired, wanted ? rows : 0, columns};
    return own_.emplace_back(rows, columns);
  };
  input_ = side(wires.input, in, true);
  output_ = side(wires.output, out, true);
  output_gradient_ = side(wires.output_gradient, out, backward);
  input_gradient_ = side(wires.input_gradient, in, use.input_gradient);
  input_tangent_ = side(wires.input_tangent, in, use.tangent);
  if (network.classes() > 0) {
    if (!wires.labels) own_labels_.resize(static_cast<std::size_t>(rows));
    labels_ = {wires.labels ? wires.labels : own_labels_.data(), static_cast<std::size_t>(rows)};
  }
  for (nn::Engine& engine : machine.engines()) {
    const Share mine = shares_.emplace_back(share_of(network, rows, engine.team().rank(), machine.crew().size()));
    const auto part = [&](const Matrix& whole) { return whole.rows > 0 ? whole.row(mine.first).data() : nullptr; };
    use.batch = static_cast<int>(mine.count);
    use.first_row = mine.first;
    plans_.push_back(network.plan(engine, use,
                                  {.input = part(input_),
                                   .output = part(output_),
                                   .input_gradient = part(input_gradient_),
                                   .output_gradient = part(output_gradient_),
                                   .input_tangent = part(input_tangent_),
                                   .labels = labels_.empty() ? nullptr : labels_.data() + mine.first}));
  }
}

void SharedPlan::randomize(const Rng& rng) {
  for (const auto& plan : plans_) plan->randomize(rng);
}

void SharedPlan::run(void (nn::Plan::*pass)()) {
  machine_.crew().run([&](int rank) { ((*plans_[static_cast<std::size_t>(rank)]).*pass)(); }, plans_.front()->meets());
}

void SharedPlan::forward() {
  network_.refresh();
  run(&nn::Plan::forward);
}

void SharedPlan::weighted_backward(std::span<const float> row_weights) {
  machine_.crew().run(
      [&](int rank) {
        const Share& mine = shares_[static_cast<std::size_t>(rank)];
        plans_[static_cast<std::size_t>(rank)]->weighted_backward(
            row_weights.subspan(static_cast<std::size_t>(mine.first), static_cast<std::size_t>(mine.count)));
      },
      plans_.front()->meets());
}

}  // namespace ganzoo
