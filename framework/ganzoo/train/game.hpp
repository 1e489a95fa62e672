/// A game in progress: the players, their networks and passes, and the moves that Algorithm 1 is made of.
#pragma once

#include <ganzoo/train/board.hpp>
#include <ganzoo/train/dealer.hpp>
#include <ganzoo/train/evaluations.hpp>
#include <ganzoo/train/finite.hpp>
#include <ganzoo/train/fit_pass.hpp>
#include <ganzoo/train/informed.hpp>
#include <ganzoo/train/passes.hpp>
#include <ganzoo/train/penalties.hpp>
#include <ganzoo/train/sampler.hpp>
#include <ganzoo/train/tally.hpp>
#include <ganzoo/train/trainer.hpp>

#include <memory>
#include <optional>
#include <vector>

namespace ganzoo {

struct Game {
  Game(Players, const TrainingOptions&);

  // What a turn consists of: so many steps, of one generator update each.
  const Turn& turn();  ///< the one that this step is of, asked for where it begins
  bool turn_begins() const { return steps_left_ == turn_.generator_steps; }
  bool turn_ends() const { return steps_left_ == 1; }
  void update_critic(const Turn&);
  void update_generator(const Turn&);
  void update_both(const Turn&);  ///< from the same point, on the critic's own batch
  /// Both a step ahead, on the batch of the update_both() that follows: that one moves them from where they stand now, by
  /// the gradients that it finds there.
  void look_ahead(const Turn&);
  void end_step();

  /// Plans what a turn of this order needs, the first time it comes.
  void prepare(const Turn&);
  /// Before the critic's passes: what a critic that learns nothing has to know.
  void inform();
  void state(Archive&);

  Players players;
  TrainingOptions options;
  DivergenceTraits traits;
  Shape sample_shape, noise_shape;
  nn::Network generator;
  std::unique_ptr<nn::Network> critic;    ///< null where the divergence is a distance between samples
  Informed* informed;                     ///< the discriminator, where it is one of those that know; null otherwise
  Fit* fit;                               ///< the divergence, where it is one; null otherwise
  std::unique_ptr<nn::Network> encoder;   ///< null unless a fit has one
  std::unique_ptr<nn::Network> averaged;  ///< null unless ema > 0
  Machine machine;
  Board board;
  Streams streams;
  Dealer dealer;
  Penalties penalties;
  GeneratorPass fakes;
  std::unique_ptr<CriticPass> alone, joint;  ///< of an alternating, of a simultaneous critic update
  std::unique_ptr<JudgePass> judge;
  std::unique_ptr<FitPass> fitting;  ///< null unless a fit has something to train
  Tally tally;
  PointDensityPtr data_density;  ///< for an informed critic
  std::int64_t step = 0, critic_updates = 0;

 private:
  Moment moment() const { return {step, options.steps, critic_updates}; }
  Suspects suspects() const { return {&generator, critic ? critic.get() : encoder.get()}; }
  UpdateStep update_step(std::int64_t update, double rate, bool ascend) const;

  /// To the tally, but not while players look ahead: columns tell of moves.
  template <class Told>
  void tell(const Told& told) {
    if (!looking_ahead_) tally.add(told);
  }
  Objective judge_scores();  ///< the generator's objective and its score gradients
  double judge_distance();   ///< likewise without a critic: sample gradients
  Objective criticise();     ///< the critic's objective and its score gradients
  void penalise_inputs(CriticPass&, double penalty);
  void begin_fit();
  void update_fit(const Turn&);
  void move_encoder(const Turn&);
  void move_critic(const Turn&, const Objective&);
  void move_generator(const Turn&, double objective);
  void average();

  /// Where a player stood before it looked ahead, whose weights go back there; empty where it did not.
  struct Footing {
    std::vector<float> weights;
    bool left = false;

    void keep(const nn::Parameters&);
    void go_back(const nn::Parameters&);
  };

  Footing critic_footing_, generator_footing_;
  bool looking_ahead_ = false;
  Turn turn_;
  std::int64_t steps_left_ = 0;  ///< of the turn, this one among them; 0 where none has begun
};

}  // namespace ganzoo
