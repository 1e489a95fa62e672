#include <algorithm>
#include <ganzoo/train/rematches.hpp>

namespace ganzoo {
namespace {

/// Of new critics: beyond every seed that a run's own begins with.
constexpr std::uint64_t other_weights = std::uint64_t{1} << 63;

/// act(numbers) for all that a copy's updates move beside what state() names.
template <class Act>
void visit(Game& game, const Act& act) {
  for (nn::Network* network : {&game.generator, game.critic.get()}) {
    act(network->parameters().values());
    act(network->parameters().statistic_values());
  }
}

}  // namespace

OnCopy::OnCopy(Game& game) : game_(game) {
  Archive out = Archive::saver(saved_);
  game.state(out);
  visit(game, [&](std::span<float> numbers) { weights_.emplace_back(numbers.begin(), numbers.end()); });
  game.step = 0;
  game.prepare({});
}

OnCopy::~OnCopy() {
  Archive in = Archive::loader(saved_);
  game_.state(in);
  auto next = weights_.begin();
  visit(game_, [&](std::span<float> numbers) { std::ranges::copy(*next++, numbers.begin()); });
}

void OnCopy::renew_critic(const Saved& beginning) {
  game_.critic->parameters().initialise(game_.options.seed ^ other_weights);
  Archive in = Archive::loader(beginning);
  game_.players.critic_optimizer->state(in);
}

void OnCopy::move_critic(std::int64_t updates) {
  for (std::int64_t i = 0; i < updates; ++i) game_.update_critic({});
}

void OnCopy::move_generator(std::int64_t updates) {
  for (std::int64_t i = 0; i < updates; ++i) game_.update_generator({});
}

}  // namespace ganzoo
