#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/divergence/laws/laws.hpp>
#include <ganzoo/divergence/laws/numerics.hpp>
#include <ganzoo/divergence/laws/scores.hpp>

namespace ganzoo::laws {
namespace {

/// What the critic's objective gains where all scores are v, by raising real and lowering fake ones.
double pull_apart(Divergence& d, float v) {
  const Scores constant(4, v);
  const Played c = play_critic(d, constant, constant);
  return sum(c.real_gradient) - sum(c.fake_gradient);
}

/// What it gains there by raising all of them: not negative up to where it rests at P = Q.
double pull_up(Divergence& d, float v) {
  const Scores constant(4, v);
  const Played c = play_critic(d, constant, constant);
  return sum(c.real_gradient) + sum(c.fake_gradient);
}

Counterexample critic_direction(Divergence& d) {
  for (const float v : {-0.5F, 0.0F, 0.5F, 1.0F}) {
    const double apart = pull_apart(d, v);
    // At a point alone it may rest: f″(1) = 0 of (u − 1)⁴, told as 0 of |u − 1|^1.5.
    if (!(apart > 0) && !(apart == 0 && pull_apart(d, v - 0.01F) > 0 && pull_apart(d, v + 0.01F) > 0))
      return fmt::format(
          "with all scores {}, raising real and lowering fake ones changes the critic's objective by {:.6g}", v, apart);
  }
  return {};
}

/// Beyond where the critic rests a generator may have its target, as least squares' c; a dead zone is allowed, a whole
/// dead line is not.
/// Far out a conjugate over all reals turns the generator round, and About has said so.
Counterexample generator_direction(Divergence& d, bool turns_far_out) {
  bool cares = false;
  for (const float v : {-20.0F, -5.0F, -1.0F, -0.5F, 0.0F, 0.5F, 1.0F}) {
    if (pull_up(d, v) < -1e-6 || (turns_far_out && v < -1)) continue;
    const Scores constant(4, v);
    const double moved = sum(play_generator(d, constant, constant).fake_gradient);
    if (!(moved <= 0))
      return fmt::format("with all scores {}, raising the fake ones changes what the generator descends by {:.6g}", v,
                         moved);
    cares = cares || moved < -1e-6;
  }
  if (!cares) return "no score between −20 and the critic's rest at P = Q pulls the generator anywhere";
  return {};
}

Counterexample score_direction(const Specimen& s) {
  const auto d = s.make<Divergence>();
  if (auto found = critic_direction(*d)) return found;
  return generator_direction(*d, s.about().conjugate_on_reals);
}

/// Of features no number is higher for data than another.
bool ranks_samples(const Specimen& s) { return has_critic(s) && !s.make<Divergence>()->traits().compares_features; }

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

/// sup over critics is symmetric where turning the critic round exchanges the players.
Counterexample symmetric_over_critics(const Specimen& s) {
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
      {"score_direction",
       "a higher score does not mean \"more likely data\" to a player: a sign is wrong, and the generator flees the "
       "data",
       "any wrong sign when all scores are moved, up to where the critic rests at P = Q", score_direction, true,
       ranks_samples},
      {"equal_distributions", "where P = Q no critic is at rest, or the estimate is not that of D(P‖P)",
       "1e-6 above D(P‖P)", equal_distributions, false, has_critic},
      {"critic_traits", "a trait that the component declares (zero_sum, needs_real_scores, estimates) is not so",
       "1e-6 of a gradient, 1e-9 of the estimate", critic_traits, false, has_critic},
      {"far_scores", "a confident critic ends the run: an objective or gradient is not finite",
       "one number that is not finite, at scores up to 1e4", far_scores, false, is_game},
      {"declared_symmetric", "whether exchanging P and Q changes the value is not as About says",
       "1e-6 of the estimate", symmetric_over_critics, false, is_game},
      {"declared_lipschitz",
       "the critic's objective has no maximum, and nothing says that the critic must be constrained",
       "10 more for scores 100 times as large", declared_lipschitz, true, is_game},
      {"dirac_game", "in the Dirac game the players run away together instead of circling the equilibrium",
       "any wrong sign", dirac_game, true, is_game},
  };
}

}  // namespace ganzoo::laws
