#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/divergence/laws/laws.hpp>
#include <ganzoo/divergence/laws/numerics.hpp>
#include <ganzoo/divergence/laws/scores.hpp>
#include <stdexcept>

namespace ganzoo::laws {
namespace {

Scores twice(Scores scores) {
  scores.insert(scores.end(), scores.begin(), scores.end());
  return scores;
}

Counterexample batch_mean(const Specimen& s) {
  const auto d = s.make<Divergence>();
  const Scores real = moderate(4, 4), fake = moderate(4, 5);
  const auto compare = [&](const char* player, const Played& once, const Played& doubled) -> Counterexample {
    if (!(error(doubled.objective.value, once.objective.value) <= 1e-6))
      return fmt::format("the {}'s objective is {:.8g} on a batch and {:.8g} on that batch twice", player,
                         once.objective.value, doubled.objective.value);
    for (std::size_t i = 0; i < once.fake_gradient.size(); ++i)
      if (!(std::abs(2 * doubled.fake_gradient[i] - once.fake_gradient[i]) <=
            1e-5 * (1 + std::abs(once.fake_gradient[i]))))
        return fmt::format("the {}'s gradient to a fake score is {:.8g} on a batch and {:.8g}, not half, on it twice",
                           player, once.fake_gradient[i], doubled.fake_gradient[i]);
    return {};
  };
  if (auto found = compare("critic", play_critic(*d, real, fake), play_critic(*d, twice(real), twice(fake))))
    return found;
  return compare("generator", play_generator(*d, real, fake), play_generator(*d, twice(real), twice(fake)));
}

Counterexample any_order(const Specimen& s) {
  const auto d = s.make<Divergence>();
  Scores real = moderate(6, 6), fake = moderate(6, 7);
  const Played before = play_critic(*d, real, fake), g = play_generator(*d, real, fake);
  std::ranges::reverse(real);
  std::ranges::reverse(fake);
  Played after = play_critic(*d, real, fake);
  std::ranges::reverse(after.real_gradient);
  if (!(error(after.objective.value, before.objective.value) <= 1e-9))
    return fmt::format("the critic's objective is {:.12g}, and {:.12g} with the batch reversed", before.objective.value,
                       after.objective.value);
  for (std::size_t i = 0; i < real.size(); ++i)
    if (!(std::abs(after.real_gradient[i] - before.real_gradient[i]) <= 1e-5 * (1 + std::abs(before.real_gradient[i]))))
      return "the gradients do not move with their samples when the batch is reversed";
  const double turned = play_generator(*d, real, fake).objective.value;
  if (!(error(turned, g.objective.value) <= 1e-9))
    return fmt::format("the generator's objective is {:.12g}, and {:.12g} with the batch reversed", g.objective.value,
                       turned);
  return {};
}

Counterexample deterministic(const Specimen& s) {
  const Scores real = random_scores(5, 2, 11), fake = random_scores(5, 2, 12);
  const auto a = s.make<Divergence>(), b = s.make<Divergence>();
  for (Divergence* d : {a.get(), b.get()}) play_critic(*d, fake, real);  // what came before does not matter
  const auto fresh = s.make<Divergence>();
  const Played once = play_critic(*a, real, fake), again = play_critic(*a, real, fake),
               alone = play_critic(*fresh, real, fake);
  for (const Played* other : {&again, &alone})
    if (other->objective.value != once.objective.value || other->real_gradient != once.real_gradient ||
        other->fake_gradient != once.fake_gradient)
      return fmt::format("the critic's objective of the same scores is {:.17g} once and {:.17g} another time",
                         once.objective.value, other->objective.value);
  return {};
}

Counterexample batch_sizes(const Specimen& s) {
  const auto d = s.make<Divergence>();
  for (const auto& [n, m] : {std::pair{1, 1}, std::pair{3, 5}, std::pair{64, 64}}) {
    try {
      const Played played = play_critic(*d, random_scores(n, 1, 13), random_scores(m, 1, 14));
      if (std::isnan(played.objective.value)) return fmt::format("NaN of {} real and {} fake scores", n, m);
    } catch (const std::invalid_argument&) {
      if (n == m) return fmt::format("{} real and {} fake scores are refused", n, m);
    }
  }
  return {};
}

/// Some updates of a critic that drifts apart.
void live(Divergence& d, int from, int to) {
  for (int i = from; i < to; ++i) {
    const Scores real = random_scores(6, 1 + 0.1 * (i % 20), 20 + 2 * i), fake = random_scores(6, 1, 21 + 2 * i);
    d.after_critic_update(play_critic(d, real, fake).objective);
  }
}

/// Prime numbers of updates: no counter's period hides in them.
constexpr int before_saving = 1009, after_loading = 2003;

Counterexample resumes(const Specimen& s) {
  const auto first = s.make<Divergence>(), second = s.make<Divergence>();
  live(*first, 0, before_saving);
  Saved saved;
  Archive out = Archive::saver(saved);
  first->state(out);
  Archive in = Archive::loader(saved);
  second->state(in);
  const Scores real = random_scores(6, 1, 15), fake = random_scores(6, 1, 16);
  for (int i = before_saving; i < before_saving + after_loading; ++i) {
    live(*first, i, i + 1);
    live(*second, i, i + 1);
    const Played a = play_critic(*first, real, fake), b = play_critic(*second, real, fake);
    if (a.objective.value != b.objective.value || a.fake_gradient != b.fake_gradient)
      return fmt::format("after {} updates the objective is {:.12g}; saved and loaded after {} of them, {:.12g}", i + 1,
                         a.objective.value, before_saving, b.objective.value);
  }
  return {};
}

}  // namespace

std::vector<Law> laws_of_batch() {
  return {
      {"batch_mean", "objectives are no means over the batch: learning rates would depend on its size",
       "1e-6 of the objective, 1e-5 of a gradient", batch_mean, false, has_critic},
      {"any_order", "the order of the samples in the batch matters", "1e-9 of the objective", any_order, false,
       has_critic},
      {"deterministic", "the same scores give another objective: runs cannot be repeated", "a last bit", deterministic,
       false, has_critic},
      {"batch_sizes", "some batch sizes do not work", "a size that is refused or gives NaN", batch_sizes, true,
       has_critic},
      {"resumes", "what changes during training is not all in state(): a resumed run differs",
       "a counter of any period up to 2003 updates", resumes, true, has_critic},
  };
}

}  // namespace ganzoo::laws
