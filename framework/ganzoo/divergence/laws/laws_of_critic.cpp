#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <ganzoo/divergence/laws/laws.hpp>
#include <ganzoo/divergence/laws/numerics.hpp>
#include <ganzoo/divergence/laws/scores.hpp>
#include <stdexcept>

namespace ganzoo::laws {
namespace {

using Play = std::function<Played(const Scores& real, const Scores& fake)>;

/// A game between moderate scores: multiples of 2⁻⁸, so that differences are exact in float.
Scores moderate(int count, int stream, double spread = 1) {
  Scores scores = random_scores(count, spread, stream);
  for (float& v : scores) v = std::round(v * 256) / 256;
  return scores;
}

/// Whether `claimed` is the slope of `value`, or between its one-sided slopes at a kink, to 1e-4 of it; `largest`: of
/// the batch's slopes, by which rounding is measured.
bool is_score_slope(const std::function<double(double shift)>& value, double claimed, double largest,
                    double& measured) {
  for (const double h : {1.0 / 64, 1.0 / 512}) {  // a kink beside the score spoils the larger step
    const double left = one_sided(value, -h), right = one_sided(value, h);
    measured = 0.5 * (left + right);
    const double slack = 5e-5 * std::max({std::abs(left), std::abs(right), std::abs(claimed)}) + 1e-6 * largest + 1e-12;
    if (claimed >= std::min(left, right) - slack && claimed <= std::max(left, right) + slack) return true;
  }
  return false;
}

double largest_of(const Scores& gradient) {
  double most = 0;
  for (const float g : gradient) most = std::max(most, std::abs(double{g}));
  return most;
}

Counterexample wrong_gradient(const char* player, const Play& play) {
  for (const auto& [stream, spread] : {std::pair{0, 1.0}, std::pair{2, 1.0}, std::pair{4, 3.0}}) {
    Scores real = moderate(5, stream, spread), fake = moderate(5, stream + 1, spread);
    const Played at = play(real, fake);
    const double largest = std::max(largest_of(at.real_gradient), largest_of(at.fake_gradient));
    for (const bool of_real : {true, false}) {
      const Scores& gradient = of_real ? at.real_gradient : at.fake_gradient;
      Scores& scores = of_real ? real : fake;
      for (std::size_t i = 0; i < gradient.size(); ++i) {
        const float before = scores[i];
        const auto value = [&](double shift) {
          scores[i] = static_cast<float>(before + shift);
          const double y = play(real, fake).objective.value;
          scores[i] = before;
          return y;
        };
        double measured = 0;
        if (!is_score_slope(value, gradient[i], largest, measured))
          return fmt::format(
              "the {}'s gradient to {} score {} of real {}, fake {} is {:.8g}, but its differences give {:.8g}", player,
              of_real ? "real" : "fake", i, told(real), told(fake), gradient[i], measured);
      }
    }
  }
  return {};
}

Counterexample score_gradients(const Specimen& s) {
  const auto d = s.make<Divergence>();
  if (auto found = wrong_gradient("critic", [&](const Scores& r, const Scores& f) { return play_critic(*d, r, f); }))
    return found;
  return wrong_gradient("generator", [&](const Scores& r, const Scores& f) { return play_generator(*d, r, f); });
}

double sum(const Scores& gradient) {
  double all = 0;
  for (const float g : gradient) all += g;
  return all;
}

/// What the critic's objective gains where all scores are v, by raising real and lowering fake ones.
double pull_apart(Divergence& d, float v) {
  const Scores constant(4, v);
  const Played c = play_critic(d, constant, constant);
  return sum(c.real_gradient) - sum(c.fake_gradient);
}

Counterexample score_direction(const Specimen& s) {
  const auto d = s.make<Divergence>();
  bool cares = false;  // a dead zone is allowed, a whole dead line is not
  for (const float v : {-0.5F, 0.0F, 0.5F, 1.0F}) {
    const Scores constant(4, v);
    const Played g = play_generator(*d, constant, constant);
    const double apart = pull_apart(*d, v);
    // At a point alone it may rest: f″(1) = 0 of (u − 1)⁴, told as 0 of |u − 1|^1.5.
    if (!(apart > 0) && !(apart == 0 && pull_apart(*d, v - 0.01F) > 0 && pull_apart(*d, v + 0.01F) > 0))
      return fmt::format(
          "with all scores {}, raising real and lowering fake ones changes the critic's objective by {:.6g}", v, apart);
    if (!(sum(g.fake_gradient) <= 0))
      return fmt::format("with all scores {}, raising the fake ones changes what the generator descends by {:.6g}", v,
                         sum(g.fake_gradient));
    cares = cares || sum(g.fake_gradient) < -1e-6;
  }
  if (!cares) return "no score between −0.5 and 1 pulls the generator anywhere";
  return {};
}

Counterexample equal_distributions(const Specimen& s) {
  const auto d = s.make<Divergence>();
  const Curve pull = [&](double v) {
    const Scores constant(3, static_cast<float>(v));
    const Played played = play_critic(*d, constant, constant);
    return sum(played.real_gradient) + sum(played.fake_gradient);
  };
  double before = pull(-60);
  bool rests = false;
  for (const double v : spaced(-60, 60, 481)) {
    const double now = pull(v);
    rests = rests || std::abs(now) <= 1e-6 || (before > 0) != (now > 0);
    before = now;
  }
  if (!rests) return fmt::format("no constant critic rests at P = Q: its gradient there is {:.6g} at 0", pull(0));
  if (!d->traits().estimates) return {};
  for (int stream = 0; stream < 8; ++stream) {
    const Scores scores = random_scores(6, stream % 2 ? 0.3 : 2, stream);
    const double estimate = play_critic(*d, scores, scores).objective.estimate;
    if (!(estimate <= s.about().f_at_1 + 1e-6))
      return fmt::format("of P = Q, scored {}, the estimate is {:.6g}, more than D(P‖P)", told(scores), estimate);
  }
  return {};
}

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

Counterexample critic_traits(const Specimen& s) {
  const auto d = s.make<Divergence>();
  const DivergenceTraits traits = d->traits();
  const Scores real = moderate(5, 8), fake = moderate(5, 9), other = moderate(5, 10);
  const Played c = play_critic(*d, real, fake), g = play_generator(*d, real, fake);
  for (std::size_t i = 0; traits.zero_sum && i < fake.size(); ++i)
    if (!(std::abs(c.fake_gradient[i] - g.fake_gradient[i]) <= 1e-6 * std::abs(c.fake_gradient[i])))
      return fmt::format(
          "zero_sum is declared, but at fake score {} the critic's gradient is {:.8g}, the generator's {:.8g}", i,
          c.fake_gradient[i], g.fake_gradient[i]);
  if (traits.needs_real_scores && play_generator(*d, other, fake).objective.value == g.objective.value)
    return "needs_real_scores is declared, but the generator's objective does not depend on them";
  if (traits.estimates != std::isfinite(c.objective.estimate))
    return fmt::format("estimates is {}, but the estimate is {}", traits.estimates, c.objective.estimate);
  if (traits.estimates) {
    const ConstMatrix r{real.data(), 5, 1}, f{fake.data(), 5, 1};
    if (const double alone = d->estimate(r, f); !(error(alone, c.objective.estimate) <= 1e-9))
      return fmt::format("estimate() is {:.10g}, but critic() estimates {:.10g}", alone, c.objective.estimate);
  }
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

Counterexample far_scores(const Specimen& s) {
  const auto d = s.make<Divergence>();
  for (const float v : {80.0F, 1e3F, 1e4F})
    for (const auto& [real, fake] : {std::pair{v, -v}, std::pair{-v, v}, std::pair{v, v}, std::pair{-v, -v}}) {
      const Scores r{real, 0, real / 2}, f{fake, 0, fake / 2};
      const Played c = play_critic(*d, r, f), g = play_generator(*d, r, f);
      if (!std::isfinite(c.objective.value + g.objective.value + sum(c.real_gradient) + sum(c.fake_gradient) +
                         sum(g.fake_gradient)))
        return fmt::format(
            "real {}, fake {}: the critic's objective is {:.6g}, the generator's {:.6g}, one of the gradients "
            "or they are not finite",
            told(r), told(f), c.objective.value, g.objective.value);
    }
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

/// sup over critics is symmetric where turning the critic round exchanges the players.
Counterexample symmetric(const Specimen& s) {
  if (!s.about().symmetric) return {};
  const auto d = s.make<Divergence>();
  if (!d->traits().estimates) return {};
  const Scores real = moderate(5, 17), fake = moderate(5, 18);
  const auto turned = [](Scores scores) {
    for (float& v : scores) v = -v;
    return scores;
  };
  const double there = play_critic(*d, real, fake).objective.estimate;
  const double back = play_critic(*d, turned(fake), turned(real)).objective.estimate;
  if (error(there, back) <= 1e-6) return {};
  return fmt::format(
      "About says symmetric, but with the players exchanged and the critic turned round {:.8g} becomes {:.8g}", there,
      back);
}

/// Of batches that overlap, no critic may win without bound by shouting.
Counterexample declared_lipschitz(const Specimen& s) {
  const auto d = s.make<Divergence>();
  if (d->traits().needs_lipschitz) return {};
  const auto worth = [&](float v) { return play_critic(*d, {v, v, -v}, {v, -v, -v}).objective.value; };
  if (!(worth(1e4F) > worth(1e2F) + 10)) return {};
  return fmt::format(
      "scores of ±100 on overlapping batches are worth {:.6g} to the critic, of ±10000 {:.6g}: needs_lipschitz is not "
      "declared",
      worth(1e2F), worth(1e4F));
}

/// Data at 0, a generator at θ, a critic ψx: λ² of the linearised game at the origin must not be positive.
Counterexample dirac_game(const Specimen& s) {
  const auto d = s.make<Divergence>();
  const double critic = play_critic(*d, {0}, {0}).fake_gradient[0],
               generator = play_generator(*d, {0}, {0}).fake_gradient[0];
  if (-critic * -generator >= 0) return {};
  return fmt::format("the Dirac game's eigenvalues at the origin are ±{:.4g}, real: the players push the same way",
                     std::sqrt(-critic * generator));
}

}  // namespace

std::vector<double> critic_behaviour(const Specimen& s) {
  const auto d = s.make<Divergence>();
  std::vector<double> numbers;
  for (int i = 0; i < 31; ++i) {
    const Scores real = random_scores(6, 2, 20 + 2 * i), fake = random_scores(6, 2, 21 + 2 * i);
    const Played c = play_critic(*d, real, fake), g = play_generator(*d, real, fake);
    d->after_critic_update(c.objective);
    numbers.insert(numbers.end(), {c.objective.value, g.objective.value, sum(c.real_gradient), sum(c.fake_gradient),
                                   sum(g.fake_gradient)});
  }
  return numbers;
}

std::vector<Law> laws_of_critic() {
  return {
      {"score_gradients", "a player's gradient is not the derivative of its objective: it optimises something else",
       "0.01 % of the gradient to one score",
       score_gradients, false, has_critic},
      {"score_direction",
       "a higher score does not mean \"more likely data\" to a player: a sign is wrong, and the generator flees the "
       "data",
       "any wrong sign when all scores are moved",
       score_direction, true, has_critic},
      {"equal_distributions", "where P = Q no critic is at rest, or the estimate is not that of D(P‖P)",
       "1e-6 above D(P‖P)",
       equal_distributions, false, has_critic},
      {"batch_mean", "objectives are no means over the batch: learning rates would depend on its size",
       "1e-6 of the objective, 1e-5 of a gradient", batch_mean,
       false, has_critic},
      {"any_order", "the order of the samples in the batch matters",
       "1e-9 of the objective", any_order, false, has_critic},
      {"critic_traits", "a trait that the component declares (zero_sum, needs_real_scores, estimates) is not so",
       "1e-6 of a gradient, 1e-9 of the estimate",
       critic_traits, false, has_critic},
      {"deterministic", "the same scores give another objective: runs cannot be repeated",
       "a last bit", deterministic, false,
       has_critic},
      {"far_scores", "a confident critic ends the run: an objective or gradient is not finite",
       "one number that is not finite, at scores up to 1e4", far_scores, false,
       is_game},
      {"batch_sizes", "some batch sizes do not work",
       "a size that is refused or gives NaN", batch_sizes, true, has_critic},
      {"resumes", "what changes during training is not all in state(): a resumed run differs",
       "a counter of any period up to 2003 updates", resumes, true,
       has_critic},
      {"declared_symmetric", "whether exchanging P and Q changes the value is not as About says",
       "1e-6 of the estimate", symmetric, false,
       is_game},
      {"declared_lipschitz",
       "the critic's objective has no maximum, and nothing says that the critic must be constrained",
       "10 more for scores 100 times as large",
       declared_lipschitz, true, is_game},
      {"dirac_game", "in the Dirac game the players run away together instead of circling the equilibrium",
       "any wrong sign", dirac_game,
       true, is_game},
  };
}

}  // namespace ganzoo::laws
