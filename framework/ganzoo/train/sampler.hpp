/// A network in inference mode, over any number of rows, in chunks of the training batch.
#pragma once

#include <ganzoo/nn/network.hpp>

#include <algorithm>
#include <memory>

namespace ganzoo {

class Sampler {
 public:
  Sampler(nn::Engine& engine, nn::Network& network, int batch)
      : plan_(network.plan(engine, {.batch = batch, .training = false, .update_statistics = false})) {}

  /// out [m, o] = network(in [m, i]). A last chunk is filled up with its own rows, repeated: what mixes the samples of
  /// a batch then sees these alone.
  void run(ConstMatrix in, Matrix out) {
    const std::int64_t batch = plan_->input().rows;
    for (std::int64_t first = 0; first < in.rows; first += batch) {
      const std::int64_t count = std::min(batch, in.rows - first);
      const Matrix chunk = plan_->input();
      std::ranges::copy(in.slice(first, count).flat(), chunk.data);
      for (std::int64_t i = count * in.columns; i < chunk.size(); ++i)
        chunk.data[i] = chunk.data[i - count * in.columns];
      plan_->forward();
      std::ranges::copy(plan_->output().slice(0, count).flat(), out.slice(first, count).data);
    }
  }

 private:
  std::unique_ptr<nn::Plan> plan_;
};

}  // namespace ganzoo
