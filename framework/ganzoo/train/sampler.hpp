/// A network in inference mode, over any number of rows, in chunks of the training batch.
#pragma once

#include <ganzoo/nn/network.hpp>

#include <algorithm>
#include <memory>
#include <span>
#include <stdexcept>

namespace ganzoo {

/// A chunk of these rows, filled up with them again: what mixes the samples of a batch then sees these alone.
inline void fill_rows(Matrix chunk, ConstMatrix rows) {
  std::ranges::copy(rows.flat(), chunk.data);
  for (std::int64_t i = rows.size(); i < chunk.size(); ++i) chunk.data[i] = chunk.data[i - rows.size()];
}

class Sampler {
 public:
  Sampler(nn::Engine& engine, nn::Network& network, int batch)
      : plan_(network.plan(engine, {.batch = batch, .training = false, .update_statistics = false})) {}

  /// out [m, o] = network(in [m, i]), of classes `labels` [m] where the network takes any.
  void run(ConstMatrix in, Matrix out, std::span<const nn::Label> labels = {}) {
    if (plan_->labels().empty() == (in.rows > 0 && !labels.empty()))
      throw std::logic_error("a network that takes labels is run without, or one that takes none with some");
    const std::int64_t batch = plan_->input().rows;
    for (std::int64_t first = 0; first < in.rows; first += batch) {
      const std::int64_t count = std::min(batch, in.rows - first);
      fill_rows(plan_->input(), in.slice(first, count));
      if (!labels.empty())
        fill_labels(labels.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count)));
      plan_->forward();
      std::ranges::copy(plan_->output().slice(0, count).flat(), out.slice(first, count).data);
    }
  }

 private:
  void fill_labels(std::span<const nn::Label> labels) const {
    const std::span<nn::Label> all = plan_->labels();
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = labels[i % labels.size()];
  }

  std::unique_ptr<nn::Plan> plan_;
};

/// ∇ₓ of a network's output (the sum, of several) in inference mode, likewise in chunks.
class SlopeSampler {
 public:
  SlopeSampler(nn::Engine& engine, nn::Network& network, int batch)
      : plan_(network.plan(engine,
                           {.batch = batch, .training = false, .input_gradient = true, .update_statistics = false})) {}

  /// slopes [m, i] at the rows of in [m, i].
  void run(ConstMatrix in, Matrix slopes) {
    const std::int64_t batch = plan_->input().rows;
    for (std::int64_t first = 0; first < in.rows; first += batch) {
      const std::int64_t count = std::min(batch, in.rows - first);
      fill_rows(plan_->input(), in.slice(first, count));
      plan_->forward();
      std::ranges::fill(plan_->output_gradient().flat(), 1.0F);
      plan_->backward_input();
      std::ranges::copy(plan_->input_gradient().slice(0, count).flat(), slopes.slice(first, count).data);
    }
  }

 private:
  std::unique_ptr<nn::Plan> plan_;
};

}  // namespace ganzoo
