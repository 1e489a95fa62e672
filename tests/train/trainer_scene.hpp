/// Trainers of small players, and what is told of their weights.
#pragma once

#include <ganzoo/train/trainer.hpp>
#include <limits>

#include "support/catch.hpp"
#include "train/fixtures.hpp"

namespace trainer_scene {

using namespace fixtures;

inline std::vector<float> trained(const Setting& setting, int steps, bool rows = false) {
  const auto trainer = setting.trainer();
  for (int i = 0; i < steps; ++i) {
    trainer->step();
    if (rows) trainer->take_row();
  }
  return weights(*trainer);
}

/// What every update of a run saw: real batches and, the generator being the identity, its noise.
struct Spy : Regularizer {
  struct Seen {
    std::vector<std::vector<float>> critic_real, critic_noise, generator_noise;
  };
  explicit Spy(Seen& s) : seen(s) {}
  bool changes_batch() const override { return true; }
  void on_batch(Matrix real, Matrix fake, const Moment&, const Rng&) override {
    if (real.rows == 0) return seen.generator_noise.push_back(copy(fake.flat()));
    seen.critic_real.push_back(copy(real.flat()));
    seen.critic_noise.push_back(copy(fake.flat()));
  }
  Seen& seen;
};

inline Spy::Seen watch(const Turn& turn, const std::function<std::unique_ptr<Divergence>()>& divergence, int steps) {
  Spy::Seen seen;
  Setting setting;
  setting.generator = nn::scale_shift(1, 0);
  setting.generator_rate = 0;
  setting.turn = turn;
  setting.divergence = divergence;
  setting.regularizers = [&] {
    std::vector<std::unique_ptr<Regularizer>> all;
    all.push_back(std::make_unique<Spy>(seen));
    return all;
  };
  trained(setting, steps);
  return seen;
}

template <class T>
std::vector<T> first(const std::vector<T>& all, std::size_t n) {
  return {all.begin(), all.begin() + static_cast<std::ptrdiff_t>(n)};
}

struct ClaimsToChange : Regularizer {
  bool changes_batch() const override { return true; }
};

inline std::string divergence_message(Trainer& trainer, int steps = 1) {
  try {
    for (int i = 0; i < steps; ++i) trainer.step();
  } catch (const Diverged& diverged) {
    return diverged.what();
  }
  return "";
}

}  // namespace trainer_scene
