#include <ganzoo/core/error.hpp>
#include <ganzoo/train/densities.hpp>
#include <ganzoo/train/game.hpp>
#include <ganzoo/train/labels.hpp>

#include <fmt/format.h>

namespace ganzoo {
namespace {

void require_same(const Shape& made, const Shape& wanted) {
  if (made == wanted) return;
  throw Error(Exit::usage, fmt::format("generator's output is {}, but must be {}, the shape of the data",
                                       to_string(made), to_string(wanted)));
}

std::unique_ptr<nn::Network> make_critic(const Players& players, const Shape& sample) {
  if (!players.divergence->traits().needs_critic) return nullptr;
  if (!players.discriminator)
    throw Error(Exit::usage, "discriminator is missing, but must be given: this divergence has a critic");
  return std::make_unique<nn::Network>("discriminator",
                                       players.discriminator->build_for(sample, players.data->classes()), sample);
}

std::unique_ptr<nn::Network> make_encoder(const Fit* fit, const Shape& sample, const Shape& noise) {
  nn::LayerPtr layers = fit ? fit->encoder(sample, noise) : nullptr;
  return layers ? std::make_unique<nn::Network>("encoder", std::move(layers), sample) : nullptr;
}

}  // namespace

Game::Game(Players p, const TrainingOptions& o)
    : players(std::move(p)),
      options(o),
      traits(players.divergence->traits()),
      sample_shape(players.data->shape()),
      noise_shape(players.generator->noise(sample_shape)),
      generator("generator", players.generator->build_for(sample_shape, players.data->classes()), noise_shape),
      critic(make_critic(players, sample_shape)),
      informed(critic ? dynamic_cast<Informed*>(players.discriminator.get()) : nullptr),
      fit(dynamic_cast<Fit*>(players.divergence.get())),
      encoder(make_encoder(fit, sample_shape, noise_shape)),
      machine(members_for(options.threads, options.batch, generator, critic ? critic.get() : encoder.get()),
              nn::parse_precision(options.precision)),
      board(options.batch, noise_shape.size(), sample_shape.size(), critic ? critic->output().size() : 0,
            generator.classes() > 0),
      streams{options.seed},
      dealer(*players.data, {options.noise, players.generator->uniform_noise(), options.batch}, board, streams),
      penalties(players.regularizers, board, streams),
      fakes(machine, generator, board, !penalties.change_batches(), encoder != nullptr) {
  require_same(generator.output(), sample_shape);
  for (const auto& regularizer : players.regularizers) regularizer->attach(sample_shape);
  require_tied(generator, critic.get());
  generator.share(machine.crew());
  generator.parameters().initialise(options.seed);
  players.generator_optimizer->attach(generator.parameters());
  if (options.ema > 0) {
    averaged = std::make_unique<nn::Network>(
        "generator", players.generator->build_for(sample_shape, players.data->classes()), noise_shape);
    averaged->parameters().initialise(options.seed);
  }
  if (fit) begin_fit();
  if (!critic) return;
  critic->share(machine.crew());
  critic->parameters().initialise(options.seed);
  players.critic_optimizer->attach(critic->parameters());
  if (informed) data_density = density_of(*players.data);
  inform();
  penalties.after_update(critic->parameters(), moment());
}

void Game::begin_fit() {
  if (encoder) {
    encoder->share(machine.crew());
    encoder->parameters().initialise(options.seed);
    players.encoder_optimizer->attach(encoder->parameters());
  }
  if (!players.stands_in)
    fitting = std::make_unique<FitPass>(machine, *players.generator, generator, encoder.get(), board, fakes);
}

}  // namespace ganzoo
