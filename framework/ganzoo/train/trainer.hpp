/// The training loop: reads like Algorithm 1 of Goodfellow et al. (NeurIPS 2014).
#pragma once

#include <ganzoo/core/archive.hpp>
#include <ganzoo/divergence/divergence.hpp>
#include <ganzoo/train/critic_view.hpp>
#include <ganzoo/train/data.hpp>
#include <ganzoo/train/discriminator.hpp>
#include <ganzoo/train/evaluations.hpp>
#include <ganzoo/train/generator.hpp>
#include <ganzoo/train/metric.hpp>
#include <ganzoo/train/optimizer.hpp>
#include <ganzoo/train/regularizer.hpp>
#include <ganzoo/train/rematch.hpp>
#include <ganzoo/train/row.hpp>
#include <ganzoo/train/scheduler.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace ganzoo {

/// Everything that plays in one run. The trainer owns it.
struct Players {
  std::unique_ptr<Generator> generator;          ///< or what a fit puts in its place
  bool stands_in = false;                        ///< a fit has put something in its place; nothing is trained
  std::unique_ptr<Discriminator> discriminator;  ///< null where the divergence needs no critic
  std::unique_ptr<Divergence> divergence;
  std::vector<std::unique_ptr<Regularizer>> regularizers;
  std::unique_ptr<Scheduler> scheduler;
  std::unique_ptr<Optimizer> generator_optimizer, critic_optimizer, encoder_optimizer;
  std::unique_ptr<Data> data;
};

struct TrainingOptions {
  std::int64_t steps = 0;  ///< generator updates
  std::uint64_t seed = 0;
  int batch = 256;
  int threads = 1;
  std::string precision = "fp32";
  std::string noise = "independent";  ///< or "stratified": noise.hpp
  double ema = 0;
  bool rematches = false;  ///< remember the critic's optimizer as it was before training: Trainer::rematch() needs it
};

/// Thrown out of step() where a loss, a gradient or a weight is not finite: that ends the run as `diverged`.
class Diverged : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Trainer {
 public:
  /// Builds and plans the networks; throws ganzoo::Error where they do not fit together.
  Trainer(Players players, const TrainingOptions& options);
  ~Trainer();

  /// One generator update, and the critic updates of the scheduler's turn that come before or after it.
  void step();
  std::int64_t steps_done() const;
  /// The means over the updates since the last call; begins the next row.
  TrainingRow take_row();

  /// Everything that resuming needs but the weights: counters, sums of the row begun, optimizers, divergence, scheduler,
  /// regularizers.
  void state(Archive& archive);
  nn::Parameters& generator_parameters();
  nn::Parameters* averaged_parameters();  ///< null unless ema > 0
  nn::Parameters* critic_parameters();    ///< null where there is no critic
  nn::Parameters* encoder_parameters();   ///< null unless a fit has an encoder

  const Players& players() const;
  Shape noise_shape() const;
  /// Writes one sample for each row of noise, in inference mode, in chunks of the training batch: the generator's, or the
  /// averaged generator's where `averaged`; of the classes `labels` where takes_labels().
  void sample(ConstMatrix noise, Matrix samples, bool averaged, std::span<const Label> labels = {});
  /// Whether the players are conditional.
  bool takes_labels() const;
  /// Whether there is a critic, with one output.
  bool gives_a_score() const;
  /// The critic's scores of samples, in inference mode.
  void score(ConstMatrix samples, std::span<float> scores, std::span<const Label> labels = {});
  /// The critic itself; empty where there is none. Valid as long as the trainer.
  CriticView critic_view(const Poll& poll = [] {});
  /// How either player does when a copy of it trains on against the other, which stands still; empty where there is no
  /// critic. Valid as long as the trainer, and only with options.rematches.
  Rematch rematch(const Poll& poll = [] {});
  /// The first n noise vectors that metrics and snapshots use, the same at every step; valid until the next evaluation.
  ConstMatrix evaluation_noise(std::int64_t n);
  /// An evaluation at the current step: what metrics see. Valid until the next one. `poll` is called before each
  /// piece of samples or scores, and by the metrics themselves; it may throw.
  Evaluation evaluation(
      bool averaged, const Poll& poll = [] {});
  /// The same on samples set aside for choosing: the validation split, or other draws, and other noise.
  Evaluation selection_evaluation(const Poll& poll = [] {});
  /// Real against real: fresh real samples, draw number `draw`, stand in for generated ones, of as many rows as the data
  /// has for both. There is no generator and no critic.
  Evaluation real_evaluation(
      std::uint64_t draw, const Poll& poll = [] {});

 private:
  double critic_objective(std::int64_t samples, const Poll& poll);
  Evaluation generated_evaluation(Evaluations& samples, bool averaged, const Poll& poll);

  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace ganzoo
