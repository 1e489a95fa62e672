#include <ganzoo/train/trainer.hpp>

#include <ganzoo/core/error.hpp>
#include <ganzoo/core/profile.hpp>
#include <ganzoo/train/chunks.hpp>
#include <ganzoo/train/game.hpp>
#include <ganzoo/train/rematches.hpp>

#include <algorithm>
#include <limits>
#include <utility>

namespace ganzoo {

namespace {

constexpr std::int64_t batches_between_polls = 16;

[[noreturn]] void refuse_unlabelled() {
  throw Error(Exit::usage,
              "a metric asks a conditional critic for the score of a sample without a label, which it has not",
              "leave the critic's metrics (bound, critic_gap, lipschitz) out of metrics.names");
}

[[noreturn]] void refuse_several() {
  throw Error(Exit::usage, "a metric asks for the score of a critic that has several outputs",
              "leave the critic's metrics (bound, critic_gap) out of metrics.names, or set discriminator.outputs = 1");
}

}  // namespace

struct Trainer::Impl {
  Impl(Players players, const TrainingOptions& options)
      : game(std::move(players), options), evaluations(make_evaluations(0)) {
    if (!options.rematches || !game.critic) return;
    Archive out = Archive::saver(fresh_critic_optimizer);
    game.players.critic_optimizer->state(out);
  }

  Evaluations make_evaluations(std::uint64_t stream) const {
    return {*game.players.data, game.noise_shape,   game.players.generator->uniform_noise(),
            game.options.seed,  game.options.batch, stream};
  }
  Evaluation common_evaluation(Evaluations& samples, const Poll& poll);

  /// Made when first asked for: a run without metrics plans no inference.
  Sampler& sampler(std::unique_ptr<Sampler>& made, nn::Network& network) {
    if (!made) made = std::make_unique<Sampler>(game.machine.engines().front(), network, game.options.batch);
    return *made;
  }

  Game game;
  Evaluations evaluations;
  std::unique_ptr<Evaluations> selection;
  std::unique_ptr<Sampler> generator_sampler, averaged_sampler, critic_sampler;
  std::unique_ptr<SlopeSampler> slopes;
  Saved fresh_critic_optimizer;
};

/// Goodfellow et al. (NeurIPS 2014), Algorithm 1, line by line in the comments. Each update draws its own minibatches.
void Trainer::step() {
  const profile::Scope scope(profile::step);
  Game& game = impl_->game;
  const Turn& turn = game.turn();
  game.prepare(turn);
  const auto update_critic = [&] {
    for (std::int64_t k = 0; k < turn.critic_steps; ++k)  // for k steps do
      game.update_critic(turn);                           //   ascend the discriminator's stochastic gradient
  };                                                      // end for

  if (turn.order == Turn::Order::simultaneous) {
    if (turn.extrapolate && !game.fit) game.look_ahead(turn);
    game.update_both(turn);
  } else {
    if (turn.order == Turn::Order::critic_first && game.turn_begins()) update_critic();
    game.update_generator(turn);  // descend the generator's stochastic gradient
    if (turn.order == Turn::Order::generator_first && game.turn_ends()) update_critic();
  }
  game.end_step();
}

Trainer::Trainer(Players players, const TrainingOptions& options)
    : impl_(std::make_unique<Impl>(std::move(players), options)) {}

Trainer::~Trainer() = default;

std::int64_t Trainer::steps_done() const { return impl_->game.step; }

TrainingRow Trainer::take_row() {
  TrainingRow row = impl_->game.tally.take();
  row.critic_updates = impl_->game.critic_updates;
  row.real_seen = impl_->game.dealer.real_seen;
  return row;
}

void Trainer::state(Archive& archive) { impl_->game.state(archive); }

nn::Parameters& Trainer::generator_parameters() { return impl_->game.generator.parameters(); }

nn::Parameters* Trainer::averaged_parameters() {
  return impl_->game.averaged ? &impl_->game.averaged->parameters() : nullptr;
}

nn::Parameters* Trainer::critic_parameters() {
  return impl_->game.critic ? &impl_->game.critic->parameters() : nullptr;
}

nn::Parameters* Trainer::encoder_parameters() {
  return impl_->game.encoder ? &impl_->game.encoder->parameters() : nullptr;
}

const Players& Trainer::players() const { return impl_->game.players; }

Shape Trainer::noise_shape() const { return impl_->game.noise_shape; }

bool Trainer::takes_labels() const { return impl_->game.generator.classes() > 0; }

bool Trainer::gives_a_score() const { return impl_->game.critic && impl_->game.critic->output().size() == 1; }

void Trainer::sample(ConstMatrix noise, Matrix samples, bool averaged, std::span<const Label> labels) {
  Game& game = impl_->game;
  if (averaged && game.averaged)
    impl_->sampler(impl_->averaged_sampler, *game.averaged).run(noise, samples, labels);
  else
    impl_->sampler(impl_->generator_sampler, game.generator).run(noise, samples, labels);
}

void Trainer::score(ConstMatrix samples, std::span<float> scores, std::span<const Label> labels) {
  nn::Network& critic = *impl_->game.critic;
  impl_->game.inform();
  OwnedMatrix all(samples.rows, critic.output().size());
  impl_->sampler(impl_->critic_sampler, critic).run(samples, all, labels);
  for (std::int64_t i = 0; i < samples.rows; ++i) scores[static_cast<std::size_t>(i)] = all.view()(i, 0);
}

CriticView Trainer::critic_view(const Poll& poll) {
  Game& game = impl_->game;
  if (!game.critic) return {};
  if (takes_labels()) return {&game.critic->parameters(), [](ConstMatrix, Matrix) { refuse_unlabelled(); }};
  return {&game.critic->parameters(), [this, &game, poll](ConstMatrix samples, Matrix slopes) {
            game.inform();
            if (!impl_->slopes)
              impl_->slopes =
                  std::make_unique<SlopeSampler>(game.machine.engines().front(), *game.critic, game.options.batch);
            in_chunks(samples.rows, game.options.batch * batches_between_polls, poll,
                      [&](std::int64_t first, std::int64_t count) {
                        impl_->slopes->run(samples.slice(first, count), slopes.slice(first, count));
                      });
          }};
}

double Trainer::critic_objective(std::int64_t samples, const Poll& poll) {
  const ConstMatrix real = impl_->evaluations.real(samples, poll), noise = evaluation_noise(real.rows);
  const std::int64_t columns = impl_->game.critic->output().size();
  OwnedMatrix fake(real.rows, real.columns), of_real(real.rows, columns), of_fake(real.rows, columns);
  OwnedMatrix real_slopes(real.rows, columns), fake_slopes(real.rows, columns);
  const auto labels = takes_labels() ? impl_->evaluations.labels(real.rows) : std::span<const Label>{};
  sample(noise, fake, false, labels);
  impl_->game.inform();
  Sampler& critic = impl_->sampler(impl_->critic_sampler, *impl_->game.critic);
  critic.run(real, of_real, labels);
  critic.run(fake, of_fake, labels);
  return impl_->game.players.divergence->critic(of_real, of_fake, real_slopes, fake_slopes).value;
}

Rematch Trainer::rematch(const Poll& poll) {
  if (!impl_->game.critic) return {};
  const auto after = [this, poll](std::int64_t samples, const std::function<void(OnCopy&)>& play) {
    try {
      OnCopy copy(impl_->game);
      play(copy);
      return critic_objective(samples, poll);
    } catch (const Diverged&) {
      return std::numeric_limits<double>::quiet_NaN();
    }
  };
  return {.as_it_stands = [this, poll](std::int64_t samples) { return critic_objective(samples, poll); },
          .of_critic =
              [this, after](std::int64_t updates, bool anew, std::int64_t samples) {
                return after(samples, [&](OnCopy& copy) {
                  if (anew) copy.renew_critic(impl_->fresh_critic_optimizer);
                  copy.move_critic(updates);
                });
              },
          .of_generator =
              [after](std::int64_t updates, std::int64_t samples) {
                return after(samples, [&](OnCopy& copy) { copy.move_generator(updates); });
              }};
}

ConstMatrix Trainer::evaluation_noise(std::int64_t n) { return impl_->evaluations.noise(n); }

Evaluation Trainer::Impl::common_evaluation(Evaluations& samples, const Poll& poll) {
  samples.begin();
  Evaluation evaluation;
  evaluation.step = game.step;
  evaluation.seed = game.options.seed;
  evaluation.data = game.players.data.get();
  evaluation.divergence = game.players.divergence.get();
  evaluation.real = [&samples, poll](std::int64_t n) { return samples.real(n, poll); };
  evaluation.split = [&samples, poll](Split split, std::int64_t n) { return samples.split(split, n, poll); };
  if (evaluation.data->classes() > 0) evaluation.real_labels = [&samples](std::int64_t n) { return samples.labels(n); };
  evaluation.poll = poll;
  return evaluation;
}

Evaluation Trainer::generated_evaluation(Evaluations& samples, bool averaged, const Poll& poll) {
  Game& game = impl_->game;
  const nn::Network& network = averaged && game.averaged ? *game.averaged : game.generator;
  Evaluation evaluation = impl_->common_evaluation(samples, poll);
  evaluation.generator = game.players.generator.get();
  evaluation.generator_parameters = &network.parameters();
  const std::int64_t chunk = game.options.batch * batches_between_polls;
  evaluation.fake = [this, &samples, averaged, chunk, poll](std::int64_t n) {
    const auto generate = [&](ConstMatrix noise, std::int64_t begin, Matrix out) {
      in_chunks(noise.rows, chunk, poll, [&](std::int64_t first, std::int64_t count) {
        sample(noise.slice(first, count), out.slice(first, count), averaged,
               takes_labels() ? samples.labels(begin + first + count).last(static_cast<std::size_t>(count))
                              : std::span<const Label>{});
      });
    };
    return samples.fake(n, generate, poll);
  };
  if (takes_labels()) {
    evaluation.fake_labels = [&samples](std::int64_t n) { return samples.labels(n); };
    evaluation.score = [](ConstMatrix, std::span<float>) { refuse_unlabelled(); };
    if (gives_a_score())
      evaluation.labelled_score = [this, chunk, poll](ConstMatrix x, std::span<const Label> labels,
                                                      std::span<float> scores) {
        in_chunks(x.rows, chunk, poll, [&](std::int64_t first, std::int64_t count) {
          const auto at = static_cast<std::size_t>(first), many = static_cast<std::size_t>(count);
          score(x.slice(first, count), scores.subspan(at, many), labels.subspan(at, many));
        });
      };
    return evaluation;
  }
  if (!game.critic) return evaluation;
  if (game.critic->output().size() > 1) {
    evaluation.score = [](ConstMatrix, std::span<float>) { refuse_several(); };
    return evaluation;
  }
  evaluation.score = [this, chunk, poll](ConstMatrix x, std::span<float> scores) {
    in_chunks(x.rows, chunk, poll, [&](std::int64_t first, std::int64_t count) {
      score(x.slice(first, count), scores.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count)));
    });
  };
  return evaluation;
}

Evaluation Trainer::evaluation(bool averaged, const Poll& poll) {
  return generated_evaluation(impl_->evaluations, averaged, poll);
}

Evaluation Trainer::selection_evaluation(const Poll& poll) {
  if (!impl_->selection) impl_->selection = std::make_unique<Evaluations>(impl_->make_evaluations(1));
  Evaluations& samples = *impl_->selection;
  Evaluation evaluation = generated_evaluation(samples, false, poll);
  evaluation.real = [&samples, poll](std::int64_t n) { return samples.held_back(n, poll); };
  evaluation.real_labels = {};
  evaluation.labelled_score = {};
  return evaluation;
}

Evaluation Trainer::real_evaluation(std::uint64_t draw, const Poll& poll) {
  Evaluations& samples = impl_->evaluations;
  Evaluation evaluation = impl_->common_evaluation(samples, poll);
  evaluation.real = [&samples, poll](std::int64_t n) { return samples.real(samples.comparable(n), poll); };
  evaluation.fake = [&samples, draw, poll](std::int64_t n) { return samples.fresh(n, draw, poll); };
  return evaluation;
}

}  // namespace ganzoo
