#include <ganzoo/train/trainer.hpp>

#include <ganzoo/core/profile.hpp>
#include <ganzoo/train/game.hpp>

#include <algorithm>
#include <utility>

namespace ganzoo {

struct Trainer::Impl {
  Impl(Players players, const TrainingOptions& options)
      : game(std::move(players), options),
        evaluations(*game.players.data, game.noise_shape, game.players.generator->uniform_noise(), options.seed,
                    options.batch) {}

  /// Made when first asked for: a run without metrics plans no inference.
  Sampler& sampler(std::unique_ptr<Sampler>& made, nn::Network& network) {
    if (!made) made = std::make_unique<Sampler>(game.machine.engines().front(), network, game.options.batch);
    return *made;
  }

  Game game;
  Evaluations evaluations;
  std::unique_ptr<Sampler> generator_sampler, averaged_sampler, critic_sampler;
};

/// Goodfellow et al. (NeurIPS 2014), Algorithm 1, its line in the comments.
void Trainer::step() {
  const profile::Scope scope("training step");
  Game& game = impl_->game;
  const Turn turn = game.next_turn();
  game.prepare(turn.order);

  if (turn.order == Turn::Order::simultaneous) {
    game.update_both(turn);
  } else {
    if (turn.order == Turn::Order::generator_first) game.update_generator(turn);
    for (std::int64_t k = 0; k < turn.critic_steps; ++k)  // for k steps do
      game.update_critic(turn);                           //   ascend the discriminator's stochastic gradient
    if (turn.order == Turn::Order::critic_first)          // end for
      game.update_generator(turn);                        // descend the generator's stochastic gradient
  }
  game.end_turn();
}

Trainer::Trainer(Players players, const TrainingOptions& options)
    : impl_(std::make_unique<Impl>(std::move(players), options)) {}

Trainer::~Trainer() = default;

std::int64_t Trainer::steps_done() const { return impl_->game.step; }

TrainingRow Trainer::take_row() {
  TrainingRow row = impl_->game.tally.take();
  row.critic_updates = impl_->game.critic_updates;
  row.real_seen = impl_->game.real_seen;
  return row;
}

void Trainer::state(Archive& archive) { impl_->game.state(archive); }

nn::Parameters& Trainer::generator_parameters() { return impl_->game.generator.parameters(); }

nn::Parameters* Trainer::averaged_parameters() {
  return impl_->game.averaged ? &impl_->game.averaged->parameters() : nullptr;
}

nn::Parameters* Trainer::critic_parameters() { return impl_->game.critic ? &impl_->game.critic->parameters() : nullptr; }

const Players& Trainer::players() const { return impl_->game.players; }

Shape Trainer::noise_shape() const { return impl_->game.noise_shape; }

void Trainer::sample(ConstMatrix noise, Matrix samples, bool averaged) {
  Game& game = impl_->game;
  if (averaged && game.averaged)
    impl_->sampler(impl_->averaged_sampler, *game.averaged).run(noise, samples);
  else
    impl_->sampler(impl_->generator_sampler, game.generator).run(noise, samples);
}

void Trainer::score(ConstMatrix samples, std::span<float> scores) {
  nn::Network& critic = *impl_->game.critic;
  OwnedMatrix all(samples.rows, critic.output().size());
  impl_->sampler(impl_->critic_sampler, critic).run(samples, all);
  for (std::int64_t i = 0; i < samples.rows; ++i) scores[static_cast<std::size_t>(i)] = all.view()(i, 0);
}

ConstMatrix Trainer::evaluation_noise(std::int64_t n) { return impl_->evaluations.noise(n); }

Evaluation Trainer::evaluation(bool averaged) {
  Game& game = impl_->game;
  Evaluations& evaluations = impl_->evaluations;
  evaluations.begin();
  const nn::Network& network = averaged && game.averaged ? *game.averaged : game.generator;
  Evaluation evaluation;
  evaluation.step = game.step;
  evaluation.seed = game.options.seed;
  evaluation.data = game.players.data.get();
  evaluation.generator = game.players.generator.get();
  evaluation.generator_parameters = &network.parameters();
  evaluation.divergence = game.players.divergence.get();
  evaluation.real = [&evaluations](std::int64_t n) { return evaluations.real(n); };
  evaluation.split = [&evaluations](Split split, std::int64_t n) { return evaluations.split(split, n); };
  evaluation.fake = [this, &evaluations, averaged](std::int64_t n) {
    return evaluations.fake(n, [&](ConstMatrix noise, Matrix samples) { sample(noise, samples, averaged); });
  };
  if (game.critic)
    evaluation.score = [this](ConstMatrix samples, std::span<float> scores) { score(samples, scores); };
  return evaluation;
}

}  // namespace ganzoo
