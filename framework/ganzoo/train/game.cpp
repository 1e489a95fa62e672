#include <ganzoo/train/game.hpp>

#include <ganzoo/core/error.hpp>
#include <ganzoo/core/profile.hpp>
#include <ganzoo/nn/kernels.hpp>
#include <ganzoo/train/densities.hpp>
#include <ganzoo/train/sound.hpp>

#include <algorithm>
#include <utility>

namespace ganzoo {
namespace {

/// Weights are searched for NaN and infinity this often; a loss or gradient is at every update.
constexpr std::int64_t updates_between_weight_checks = 16;

}  // namespace

void Game::prepare(const Turn& turn) {
  if (turn.extrapolate) {
    generator_footing_.weights.reserve(generator.parameters().numbers().size());
    if (critic) critic_footing_.weights.reserve(critic->parameters().numbers().size());
  }
  if (!critic) return;
  if (turn.order == Turn::Order::simultaneous) {
    if (!joint) joint = std::make_unique<CriticPass>(machine, *critic, board, true, penalties.looks());
  } else if (!alone) {
    alone = std::make_unique<CriticPass>(machine, *critic, board, false, penalties.looks());
    judge = std::make_unique<JudgePass>(machine, *critic, board, traits.needs_real_scores);
  }
}

void Game::inform() {
  if (informed)
    informed->inform({data_density, density_of(*players.generator, sample_shape, generator.parameters()),
                      players.divergence->mathematics()});
}

const Turn& Game::turn() {
  if (steps_left_ > 0) return turn_;
  turn_ = players.scheduler->next({step, options.steps, critic_updates});
  if (const std::string fault = fault_of(turn_); !fault.empty()) throw Error(Exit::usage, "scheduler's turn: " + fault);
  steps_left_ = turn_.generator_steps;
  return turn_;
}

// ---- the moves ------------------------------------------------------------------------------------------------------

void Game::update_critic(const Turn& turn) {
  const profile::Scope scope("critic update");
  if (!critic) return;
  dealer.deal_critic(critic_updates);
  fakes.generate(streams.of(Purpose::critic_layers, critic_updates));
  penalties.change_batch(board.samples.real(), Hook::critic_batch, critic_updates, moment());
  inform();
  alone->forward(streams.of(Purpose::critic_layers, critic_updates));

  const Objective objective = criticise();
  const double penalty = penalties.on_scores(moment());
  alone->backward();
  penalise_inputs(*alone, penalty);
  move_critic(turn, objective);
}

void Game::update_generator(const Turn& turn) {
  const profile::Scope scope("generator update");
  if (fit) return update_fit(turn);
  dealer.deal_generator(step, !critic || traits.needs_real_scores);
  fakes.forward(streams.of(Purpose::generator_layers, step));
  if (!critic) {
    const double distance = judge_distance();
    fakes.backward();
    return move_generator(turn, distance);
  }
  penalties.change_batch(traits.needs_real_scores ? board.samples.real() : Matrix{}, Hook::generator_batch, step,
                         moment());
  inform();
  judge->forward(streams.of(Purpose::generator_layers, step));

  const Objective objective = judge_scores();
  judge->backward();
  penalties.pull_back(Hook::generator_batch, step, moment());
  fakes.backward();
  move_generator(turn, objective.value);
}

void Game::update_both(const Turn& turn) {
  const profile::Scope scope("simultaneous update");
  if (!critic) return update_generator(turn);
  const bool one_backward = traits.zero_sum && !penalties.look_at_scores();
  dealer.deal_critic(critic_updates);
  fakes.forward(streams.of(Purpose::critic_layers, critic_updates));
  penalties.change_batch(board.samples.real(), Hook::critic_batch, critic_updates, moment());
  inform();
  joint->forward(streams.of(Purpose::critic_layers, critic_updates));

  const Objective generator_objective = judge_scores();
  const auto teach_generator = [&] {
    penalties.pull_back(Hook::critic_batch, critic_updates, moment());
    fakes.backward();
  };
  if (!one_backward) {
    joint->backward_input();
    teach_generator();
  }
  const Objective critic_objective = criticise();
  const double penalty = penalties.on_scores(moment());
  joint->backward();
  if (one_backward) teach_generator();
  penalise_inputs(*joint, penalty);
  move_critic(turn, critic_objective);
  move_generator(turn, generator_objective.value);
}

void Game::look_ahead(const Turn& turn) {
  const std::int64_t seen = dealer.real_seen;
  generator_footing_.keep(generator.parameters());
  if (critic) critic_footing_.keep(critic->parameters());
  looking_ahead_ = true;
  update_both(turn);
  looking_ahead_ = false;
  dealer.real_seen = seen;
}

void Game::Footing::keep(const nn::Parameters& parameters) {
  weights.assign(parameters.numbers().begin(), parameters.numbers().end());
  left = true;
}

void Game::Footing::go_back(const nn::Parameters& parameters) {
  if (std::exchange(left, false)) std::ranges::copy(weights, parameters.values().begin());
}

void Game::end_step() {
  const profile::Scope scope("end of step");
  --steps_left_;
  if (averaged && !players.stands_in) average();
  if (step % updates_between_weight_checks == 0 || step == options.steps) require_finite_weights(step, suspects());
}

/// Every member moves the part of the average whose weights it has just updated.
void Game::average() {
  const nn::Parameters& now = generator.parameters();
  const std::span<float> mean = averaged->parameters().values();
  const std::span<const float> numbers = now.numbers();
  machine.crew().split(std::ssize(mean), [&](std::int64_t first, std::int64_t count) {
    const auto at = static_cast<std::size_t>(first), n = static_cast<std::size_t>(count);
    nn::approach(mean.subspan(at, n), numbers.subspan(at, n), 1 - options.ema);
  });
  std::ranges::copy(now.statistic_values(), averaged->parameters().statistic_values().begin());
}

// ---- their parts ----------------------------------------------------------------------------------------------------

Objective Game::judge_scores() {
  const profile::Scope scope("objective");
  const bool reals = traits.needs_real_scores;
  std::ranges::fill(board.score_gradients.real().flat(), 0.0F);
  const Objective objective =
      players.divergence->generator(reals ? board.scores.real() : Matrix{}, board.scores.fake(),
                                    // Real samples do not move with the generator: what their scores owe goes nowhere.
                                    reals ? board.penalty_gradients.real() : Matrix{}, board.score_gradients.fake());
  require_finite(objective.value, "the generator's objective", step, suspects());
  return objective;
}

double Game::judge_distance() {
  const profile::Scope scope("distance");
  const Objective objective = players.divergence->distance(
      board.samples.real(), board.samples.fake(), board.sample_gradients.fake(), streams.of(Purpose::distance, step));
  require_finite(objective.value, "the distance", step, suspects());
  tell(DistanceMeasured{objective});
  return objective.value;
}

Objective Game::criticise() {
  const profile::Scope scope("objective");
  const Objective objective = players.divergence->critic(board.scores.real(), board.scores.fake(),
                                                         board.score_gradients.real(), board.score_gradients.fake());
  require_finite(objective.value, "the critic's objective", step, suspects());
  tell(CriticJudged{objective, board.scores.real(), board.scores.fake()});
  return objective;
}

void Game::penalise_inputs(CriticPass& pass, double penalty) {
  penalty = penalties.on_inputs(pass, critic_updates, moment(), penalty);
  require_finite(penalty, "the penalty", step, suspects());
  tell(CriticPenalised{penalty});
}

/// What stands in the generator's place has learnt all it can.
void Game::update_fit(const Turn& turn) {
  if (!fitting) {
    ++step;
    return;
  }
  dealer.deal_generator(step, true);
  fitting->begin(streams.of(Purpose::generator_layers, step));
  const Objective objective = fit->update(*fitting);
  require_finite(objective.value, "the fit's objective", step, suspects());
  tell(FitJudged{objective});
  if (encoder) move_encoder(turn);
  move_generator(turn, objective.value);
}

void Game::move_encoder(const Turn& turn) {
  finite_gradient_norm(*encoder, step, suspects());
  players.encoder_optimizer->update(encoder->parameters(), update_step(step, turn.generator_rate, false));
}

void Game::move_critic(const Turn& turn, const Objective& objective) {
  const profile::Scope scope("optimizer");
  const double norm = finite_gradient_norm(*critic, step, suspects());
  const UpdateStep update = update_step(critic_updates, turn.critic_rate, true);
  tell(CriticMoved{norm, players.critic_optimizer->rate(update)});
  if (!looking_ahead_) critic_footing_.go_back(critic->parameters());
  players.critic_optimizer->update(critic->parameters(), update);
  if (looking_ahead_) return penalties.after_update(critic->parameters(), moment());
  ++critic_updates;
  penalties.after_update(critic->parameters(), moment());
  players.divergence->after_critic_update(objective);
}

void Game::move_generator(const Turn& turn, double objective) {
  const profile::Scope scope("optimizer");
  tell(GeneratorJudged{objective});
  const double norm = finite_gradient_norm(generator, step, suspects());
  const UpdateStep update = update_step(step, turn.generator_rate, false);
  tell(GeneratorMoved{norm, players.generator_optimizer->rate(update)});
  if (!looking_ahead_) generator_footing_.go_back(generator.parameters());
  players.generator_optimizer->update(generator.parameters(), update);
  if (!looking_ahead_) ++step;
}

// ---- small things ---------------------------------------------------------------------------------------------------

UpdateStep Game::update_step(std::int64_t update, double rate, bool ascend) const {
  return {.update = update, .step = step, .steps = options.steps, .rate = rate, .ascend = ascend};
}

void Game::state(Archive& archive) {
  archive("step", step);
  archive("critic_updates", critic_updates);
  archive("real_seen", dealer.real_seen);
  archive("turn/steps_left", steps_left_);
  archive("turn/generator_steps", turn_.generator_steps);
  archive("turn/critic_steps", turn_.critic_steps);
  archive("turn/critic_rate", turn_.critic_rate);
  archive("turn/generator_rate", turn_.generator_rate);
  auto order = static_cast<std::int64_t>(turn_.order);
  archive("turn/order", order);
  archive("turn/extrapolate", turn_.extrapolate);
  turn_.order = static_cast<Turn::Order>(order);
  const auto inside = [&](const std::string& name, auto&& object) {
    Archive scope = archive.scope(name);
    object.state(scope);
  };
  inside("tally", tally);
  inside("divergence", *players.divergence);
  inside("scheduler", *players.scheduler);
  inside("optimizer/generator", *players.generator_optimizer);
  if (critic) inside("optimizer/discriminator", *players.critic_optimizer);
  if (encoder) inside("optimizer/encoder", *players.encoder_optimizer);
  for (std::size_t i = 0; i < players.regularizers.size(); ++i)
    inside("regularizer/" + std::to_string(i), *players.regularizers[i]);
}

}  // namespace ganzoo
