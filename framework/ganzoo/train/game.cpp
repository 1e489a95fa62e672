#include <ganzoo/train/game.hpp>

#include <ganzoo/core/error.hpp>
#include <ganzoo/core/profile.hpp>
#include <ganzoo/nn/kernels.hpp>
#include <ganzoo/train/densities.hpp>
#include <ganzoo/train/sound.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace ganzoo {
namespace {

/// Streams of a regularizer within one update.
enum Hook : int { on_critic_batch, on_generator_batch, on_inputs, hooks };

/// Weights are searched for NaN and infinity this often; a loss or gradient is at every update.
constexpr std::int64_t updates_between_weight_checks = 16;

double mean(ConstMatrix scores) {
  double sum = 0;
  for (const float v : scores.flat()) sum += v;
  return sum / static_cast<double>(scores.size());
}

void require_same(const Shape& made, const Shape& wanted) {
  if (made == wanted) return;
  throw Error(Exit::usage, fmt::format("generator's output is {}, but must be {}, the shape of the data",
                                       to_string(made), to_string(wanted)));
}

std::unique_ptr<nn::Network> make_critic(const Players& players, const Shape& sample) {
  if (!players.divergence->traits().needs_critic) return nullptr;
  if (!players.discriminator)
    throw Error(Exit::usage, "discriminator is missing, but must be given: this divergence has a critic");
  return std::make_unique<nn::Network>("discriminator", players.discriminator->build(sample), sample);
}

}  // namespace

Game::Game(Players p, const TrainingOptions& o)
    : players(std::move(p)),
      options(o),
      traits(players.divergence->traits()),
      sample_shape(players.data->shape()),
      noise_shape(players.generator->noise(sample_shape)),
      generator("generator", players.generator->build(sample_shape), noise_shape),
      critic(make_critic(players, sample_shape)),
      informed(critic ? dynamic_cast<Informed*>(players.discriminator.get()) : nullptr),
      machine(members_for(options.threads, options.batch, generator, critic.get()),
              nn::parse_precision(options.precision)),
      board(options.batch, noise_shape.size(), sample_shape.size(), critic ? critic->output().size() : 0),
      critic_batches(*players.data, options.seed, Purpose::data),
      generator_batches(*players.data, options.seed, Purpose::generator_data),
      fakes(machine, generator, board, !any(&Regularizer::changes_batch)) {
  require_same(generator.output(), sample_shape);
  generator.share(machine.crew());
  generator.parameters().initialise(options.seed);
  players.generator_optimizer->attach(generator.parameters());
  if (options.ema > 0) {
    averaged = std::make_unique<nn::Network>("generator", players.generator->build(sample_shape), noise_shape);
    averaged->parameters().initialise(options.seed);
  }
  if (!critic) return;
  critic->share(machine.crew());
  critic->parameters().initialise(options.seed);
  players.critic_optimizer->attach(critic->parameters());
  if (informed) data_density = density_of(*players.data);
  inform();
  for (const auto& regularizer : players.regularizers) regularizer->after_update(critic->parameters(), moment());
}

void Game::prepare(Turn::Order order) {
  if (!critic) return;
  if (order == Turn::Order::simultaneous) {
    if (!joint) joint = critic_pass(true);
  } else if (!alone) {
    alone = critic_pass(false);
    judge = std::make_unique<JudgePass>(machine, *critic, board, traits.needs_real_scores);
  }
}

std::unique_ptr<CriticPass> Game::critic_pass(bool input_gradient) {
  std::vector<std::optional<Look>> looks;
  for (const auto& r : players.regularizers)
    looks.push_back(r->penalises_inputs() ? std::optional(r->look()) : std::nullopt);
  return std::make_unique<CriticPass>(machine, *critic, board, input_gradient, looks);
}

void Game::inform() {
  if (informed)
    informed->inform({data_density, density_of(*players.generator, sample_shape, generator.parameters()),
                      players.divergence->mathematics()});
}

Turn Game::next_turn() {
  const Turn turn = players.scheduler->next({step, options.steps, critic_updates});
  if (const std::string fault = fault_of(turn); !fault.empty()) throw Error(Exit::usage, "scheduler's turn: " + fault);
  return turn;
}

// ---- the moves ------------------------------------------------------------------------------------------------------

void Game::update_critic(const Turn& turn) {
  const profile::Scope scope("critic update");
  if (!critic) return;
  deal(Purpose::critic_noise, critic_updates);
  fakes.generate(rng(Purpose::critic_layers, critic_updates));
  change_batch(board.samples.real(), on_critic_batch, critic_updates);
  inform();
  alone->forward(rng(Purpose::critic_layers, critic_updates));

  const Objective objective = criticise();
  const double penalty = penalise_scores();
  alone->backward();
  penalise_inputs(*alone, penalty);
  move_critic(turn, objective);
}

void Game::update_generator(const Turn& turn) {
  const profile::Scope scope("generator update");
  deal(Purpose::generator_noise, step);
  fakes.forward(rng(Purpose::generator_layers, step));
  if (!critic) {
    const double distance = judge_distance();
    fakes.backward();
    return move_generator(turn, distance);
  }
  change_batch(traits.needs_real_scores ? board.samples.real() : Matrix{}, on_generator_batch, step);
  inform();
  judge->forward(rng(Purpose::generator_layers, step));

  const Objective objective = judge_scores();
  judge->backward();
  fakes.backward();
  move_generator(turn, objective.value);
}

void Game::update_both(const Turn& turn) {
  const profile::Scope scope("simultaneous update");
  if (!critic) return update_generator(turn);
  const bool one_backward = traits.zero_sum && !any(&Regularizer::penalises_scores);
  deal(Purpose::critic_noise, critic_updates);
  fakes.forward(rng(Purpose::critic_layers, critic_updates));
  change_batch(board.samples.real(), on_critic_batch, critic_updates);
  inform();
  joint->forward(rng(Purpose::critic_layers, critic_updates));

  const Objective generator_objective = judge_scores();
  if (!one_backward) {
    joint->backward_input();
    fakes.backward();
  }
  const Objective critic_objective = criticise();
  const double penalty = penalise_scores();
  joint->backward();
  if (one_backward) fakes.backward();
  penalise_inputs(*joint, penalty);
  move_critic(turn, critic_objective);
  move_generator(turn, generator_objective.value);
}

void Game::end_turn() {
  const profile::Scope scope("end of turn");
  if (averaged) {
    const nn::Parameters& now = generator.parameters();
    nn::approach(averaged->parameters().values(), now.numbers(), 1 - options.ema);
    std::ranges::copy(now.statistic_values(), averaged->parameters().statistic_values().begin());
  }
  if (step % updates_between_weight_checks == 0 || step == options.steps) require_finite_weights(step, suspects());
}

// ---- their parts ----------------------------------------------------------------------------------------------------

/// The batch of an update: real samples in the upper half, noise for the fakes.
void Game::deal(Purpose purpose, std::int64_t update) {
  const profile::Scope scope("batch");
  fill_noise(board.noise, players.generator->uniform_noise(), rng(purpose, update));
  if (purpose == Purpose::critic_noise)
    critic_batches.draw(update, board.samples.real());
  else if (!critic || traits.needs_real_scores)
    generator_batches.draw(update, board.samples.real());
  else
    return;
  real_seen += options.batch;
}

void Game::change_batch(Matrix real, int hook, std::int64_t update) {
  const profile::Scope scope("regularizers");
  for (const auto& regularizer : players.regularizers)
    if (regularizer->changes_batch())
      regularizer->on_batch(real, board.samples.fake(), moment(), rng(*regularizer, hook, update));
}

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
  const Objective objective = players.divergence->distance(board.samples.real(), board.samples.fake(),
                                                           board.sample_gradients.fake(), rng(Purpose::distance, step));
  require_finite(objective.value, "the distance", step, suspects());
  tally.divergence_estimate.add(objective.estimate);
  return objective.value;
}

Objective Game::criticise() {
  const profile::Scope scope("objective");
  const Objective objective = players.divergence->critic(board.scores.real(), board.scores.fake(),
                                                         board.score_gradients.real(), board.score_gradients.fake());
  require_finite(objective.value, "the critic's objective", step, suspects());
  tally.critic_objective.add(objective.value);
  tally.divergence_estimate.add(objective.estimate);
  tally.saturated_scores.add(objective.saturated);
  tally.critic_real_mean.add(mean(board.scores.real()));
  tally.critic_fake_mean.add(mean(board.scores.fake()));
  return objective;
}

double Game::penalise_scores() {
  if (!any(&Regularizer::penalises_scores)) return 0;
  double penalty = 0;
  std::ranges::fill(board.penalty_gradients.both.view().flat(), 0.0F);
  for (const auto& regularizer : players.regularizers)
    if (regularizer->penalises_scores())
      penalty += regularizer->score_penalty(board.scores.real(), board.scores.fake(), board.penalty_gradients.real(),
                                            board.penalty_gradients.fake(), moment());
  nn::axpy(board.score_gradients.both.memory.span(), board.penalty_gradients.both.memory.span(), -1);
  return penalty;
}

void Game::penalise_inputs(CriticPass& pass, double penalty) {
  const profile::Scope scope("regularizers");
  for (std::size_t i = 0; i < players.regularizers.size(); ++i) {
    Regularizer& regularizer = *players.regularizers[i];
    if (!regularizer.penalises_inputs()) continue;
    CriticProbe& probe = pass.probe(i);
    probe.randomize(rng(Purpose::critic_layers, critic_updates).child(penalty_layers + i));
    penalty += regularizer.input_penalty(probe, moment(), rng(regularizer, on_inputs, critic_updates));
  }
  pass.finish();
  require_finite(penalty, "the penalty", step, suspects());
  tally.penalty.add(penalty);
}

void Game::move_critic(const Turn& turn, const Objective& objective) {
  const profile::Scope scope("optimizer");
  tally.critic_gradient_norm.add(finite_gradient_norm(*critic, step, suspects()));
  const UpdateStep update = update_step(critic_updates, turn.critic_rate, true);
  tally.critic_rate.add(players.critic_optimizer->rate(update));
  players.critic_optimizer->update(critic->parameters(), update);
  ++critic_updates;
  for (const auto& regularizer : players.regularizers) regularizer->after_update(critic->parameters(), moment());
  players.divergence->after_critic_update(objective);
}

void Game::move_generator(const Turn& turn, double objective) {
  const profile::Scope scope("optimizer");
  tally.generator_objective.add(objective);
  tally.generator_gradient_norm.add(finite_gradient_norm(generator, step, suspects()));
  const UpdateStep update = update_step(step, turn.generator_rate, false);
  tally.generator_rate.add(players.generator_optimizer->rate(update));
  players.generator_optimizer->update(generator.parameters(), update);
  ++step;
}

// ---- small things ---------------------------------------------------------------------------------------------------

bool Game::any(bool (Regularizer::*what)() const) const {
  return std::ranges::any_of(players.regularizers, [&](const auto& r) { return ((*r).*what)(); });
}

Rng Game::rng(Purpose purpose, std::int64_t update) const {
  return Rng(options.seed, purpose, static_cast<std::uint64_t>(update));
}

Rng Game::rng(const Regularizer& regularizer, int hook, std::int64_t update) const {
  const auto index = std::ranges::find(players.regularizers, &regularizer, &std::unique_ptr<Regularizer>::get) -
                     players.regularizers.begin();
  return rng(Purpose::regularizer, update).child(static_cast<std::uint64_t>(index * hooks + hook));
}

UpdateStep Game::update_step(std::int64_t update, double rate, bool ascend) const {
  return {.update = update, .step = step, .steps = options.steps, .rate = rate, .ascend = ascend};
}

void Game::state(Archive& archive) {
  archive("step", step);
  archive("critic_updates", critic_updates);
  archive("real_seen", real_seen);
  const auto inside = [&](const std::string& name, auto&& object) {
    Archive scope = archive.scope(name);
    object.state(scope);
  };
  inside("tally", tally);
  inside("divergence", *players.divergence);
  inside("scheduler", *players.scheduler);
  inside("optimizer/generator", *players.generator_optimizer);
  if (critic) inside("optimizer/discriminator", *players.critic_optimizer);
  for (std::size_t i = 0; i < players.regularizers.size(); ++i)
    inside("regularizer/" + std::to_string(i), *players.regularizers[i]);
}

}  // namespace ganzoo
