#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/link.hpp>
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

namespace {

bool is_here(int rank) { return !process_link() || process_link()->rank() == rank; }

void require_all(const ProcessLink* link, int members) {
  if (link && link->size() != members)
    throw Error(
        Exit::usage,
        fmt::format("--processes is {}, but must be {}, in which the batch can be shared", link->size(), members),
        "train.threads and --processes may be as many as there are groups of samples that a network computes "
        "together");
}

}  // namespace

Machine::Machine(int members, nn::Precision precision) : crew_(members) {
  require_all(process_link(), members);
  for (int rank = 0; rank < crew_.size(); ++rank)
    if (is_here(rank)) engines_.emplace_back(precision, crew_.member(rank));
}

SharedPlan::SharedPlan(Machine& machine, nn::Network& network, nn::Use use, const nn::Wires& wires)
    : machine_(machine), network_(network), moves_statistics_(use.update_statistics) {
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
  for (int rank = 0; rank < machine.crew().size(); ++rank)
    shares_.push_back(share_of(network, rows, rank, machine.crew().size()));
  plans_.resize(shares_.size());
  for (nn::Engine& engine : machine.engines()) {
    const auto rank = static_cast<std::size_t>(engine.team().rank());
    const Share mine = shares_[rank];
    const auto part = [&](const Matrix& whole) { return whole.rows > 0 ? whole.row(mine.first).data() : nullptr; };
    use.batch = static_cast<int>(mine.count);
    use.first_row = mine.first;
    plans_[rank] = network.plan(engine, use,
                                {.input = part(input_),
                                 .output = part(output_),
                                 .input_gradient = part(input_gradient_),
                                 .output_gradient = part(output_gradient_),
                                 .input_tangent = part(input_tangent_),
                                 .labels = labels_.empty() ? nullptr : labels_.data() + mine.first});
  }
}

void SharedPlan::randomize(const Rng& rng) {
  for (const auto& plan : plans_)
    if (plan) plan->randomize(rng);
}

/// Every member's own, at once.
template <class Work>
void SharedPlan::each(const Work& work) {
  if (const ProcessLink* link = process_link()) return work(link->rank());
  machine_.crew().run(work, plans_.front()->meets());
}

void SharedPlan::run(void (nn::Plan::*pass)()) {
  each([&](int rank) { ((*plans_[static_cast<std::size_t>(rank)]).*pass)(); });
}

/// The rows that other processes have computed.
void SharedPlan::fetch(const Matrix& whole) {
  ProcessLink* const link = process_link();
  if (!link || whole.rows == 0) return;
  for (int rank = 0; rank < link->size(); ++rank) {
    const Share& part = shares_[static_cast<std::size_t>(rank)];
    broadcast(*link, whole.slice(part.first, part.count).flat(), rank);
  }
}

/// Member 0 has moved them.
void SharedPlan::fetch_statistics() {
  const std::span<float> statistics = network_.parameters().statistic_values();
  if (ProcessLink* link = process_link(); link && moves_statistics_ && !statistics.empty())
    broadcast(*link, statistics, 0);
}

void SharedPlan::forward() {
  network_.refresh();
  run(&nn::Plan::forward);
  fetch(output_);
  fetch_statistics();
}

void SharedPlan::backward() {
  run(&nn::Plan::backward);
  fetch(input_gradient_);
}

void SharedPlan::backward_input() {
  run(&nn::Plan::backward_input);
  fetch(input_gradient_);
}

void SharedPlan::weighted_backward(std::span<const float> row_weights) {
  each([&](int rank) {
    const Share& mine = shares_[static_cast<std::size_t>(rank)];
    plans_[static_cast<std::size_t>(rank)]->weighted_backward(
        row_weights.subspan(static_cast<std::size_t>(mine.first), static_cast<std::size_t>(mine.count)));
  });
}

}  // namespace ganzoo
