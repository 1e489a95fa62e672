/// Small games that together use everything that the members of a team must agree on.
#pragma once

#include <algorithm>
#include <ganzoo/train/probe.hpp>
#include <memory>
#include <string>
#include <vector>

#include "fixtures.hpp"

namespace fixtures {

/// ½·E‖∇ₓD‖² at the real samples.
struct FlatAtReals : Regularizer {
  explicit FlatAtReals(Look where = Look::points) : where(where) {}
  Look look() const override { return where; }
  bool penalises_inputs() const override { return true; }
  double input_penalty(CriticProbe& probe, const Moment&, const Rng&) override {
    std::ranges::copy(probe.real().flat(), probe.points().data);
    const ConstMatrix gradient = probe.gradient();
    const auto n = static_cast<double>(gradient.rows);
    double sum = 0;
    for (std::int64_t i = 0; i < gradient.size(); ++i) {
      sum += 0.5 * static_cast<double>(gradient.data[i]) * static_cast<double>(gradient.data[i]) / n;
      probe.direction().data[i] = static_cast<float>(static_cast<double>(gradient.data[i]) / n);
    }
    probe.descend();
    return sum;
  }
  Look where;
};

inline std::vector<std::unique_ptr<Regularizer>> flat_at_reals() {
  std::vector<std::unique_ptr<Regularizer>> all;
  all.push_back(std::make_unique<FlatAtReals>());
  return all;
}

inline std::vector<std::unique_ptr<Regularizer>> flat_at_reals_sharing() {
  std::vector<std::unique_ptr<Regularizer>> all;
  all.push_back(std::make_unique<FlatAtReals>(Look::real));
  return all;
}

struct Named {
  std::string name;
  Setting setting;
};

/// Games that together use everything that members must agree on.
inline std::vector<Named> games() {
  using namespace nn;
  std::vector<Named> all(14);
  all[0].name = "alternating";
  all[1].name = "simultaneous";
  all[1].setting.turn = simultaneous();
  all[2].name = "batch norm in both players";
  all[2].setting.generator = sequential({dense(6), batch_norm(), relu(), dense(5), batch_norm(), tanh(), dense(2)});
  all[2].setting.critic = sequential({dense(6), batch_norm(), leaky_relu(0.2), dense(1)});
  all[3].name = "spectral normalisation";
  all[3].setting.critic = sequential({spectral_norm(dense(6)), tanh(), spectral_norm(dense(1))});
  all[4].name = "a penalty on input gradients";
  all[4].setting.regularizers = flat_at_reals;
  all[5].name = "that penalty through batch norm";
  all[5].setting.critic = sequential({dense(6), batch_norm(), tanh(), dense(1)});
  all[5].setting.regularizers = flat_at_reals;
  all[6].name = "that penalty in the scores' own pass";
  all[6].setting.critic = sequential({dense(6), leaky_relu(0.2), dense(1)});
  all[6].setting.regularizers = flat_at_reals_sharing;
  all[7].name = "minibatch standard deviation of two";
  all[7].setting.critic = sequential({dense(4), tanh(), minibatch_stddev(2), dense(1)});
  all[8].name = "minibatch standard deviation of the whole batch";
  all[8].setting.critic = sequential({dense(4), tanh(), minibatch_stddev(14), dense(1)});
  all[9].name = "minibatch standard deviations of both players, in a residual block too";
  all[9].setting.generator = sequential({dense(3), tanh(), minibatch_stddev(2), dense(2)});
  all[9].setting.critic = sequential(
      {residual(sequential({minibatch_stddev(7), dense(2)})), dense(4), tanh(), minibatch_stddev(2), dense(1)});
  all[10].name = "dropout in both players";
  all[10].setting.generator = sequential({dense(5), dropout(0.3), tanh(), dense(2)});
  all[10].setting.critic = sequential({dropout(0.2), dense(7), tanh(), dropout(0.5), dense(1)});
  all[11].name = "dropout under a penalty on input gradients";
  all[11].setting.critic = sequential({dense(7), tanh(), residual(sequential({dropout(0.5), dense(7)})), dense(1)});
  all[11].setting.regularizers = flat_at_reals;
  all[12].name = "labels in both players, under a penalty on input gradients";
  all[12].setting.generator =
      sequential({class_embedding(3, 2), dense(5), batch_norm(), class_scale_shift(3), tanh(), dense(2)});
  all[12].setting.critic = sequential(
      {class_embedding(3, 2), dense(7), tanh(), class_scale_shift(3), tanh(), residual(dense(1), class_projection(3))});
  all[12].setting.data = [] { return std::make_unique<Classes>(2); };
  all[12].setting.regularizers = flat_at_reals;
  all[13] = all[12];
  all[13].name = "labels where both players move at once";
  all[13].setting.turn = simultaneous();
  for (Named& one : all) one.setting.options.batch = 14;
  return all;
}

inline std::vector<float> statistics(Trainer& trainer) {
  std::vector<float> all;
  for (const nn::Parameters* p : {&trainer.generator_parameters(), trainer.critic_parameters()})
    all.insert(all.end(), p->statistic_values().begin(), p->statistic_values().end());
  return all;
}

inline std::unique_ptr<Trainer> train(Setting setting, int threads, int steps) {
  setting.options.threads = threads;
  auto trainer = setting.trainer();
  for (int i = 0; i < steps; ++i) trainer->step();
  return trainer;
}

}  // namespace fixtures
