#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/divergence/laws/laws.hpp>
#include <ganzoo/divergence/laws/numerics.hpp>
#include <ganzoo/divergence/laws/scores.hpp>
#include <limits>

namespace ganzoo::laws {
namespace {

constexpr double float_max = std::numeric_limits<float>::max();

/// An f-divergence as trained with: one link, one generator loss.
struct Trained {
  Link link;
  bool saturating;
  std::unique_ptr<Divergence> divergence;

  const FDivergence& f() const { return *divergence->mathematics(); }
  std::string text() const {
    return fmt::format("link {}, generator_loss {}", name_of(link), saturating ? "saturating" : "non_saturating");
  }
  /// The term whose mean the generator ascends, at one score.
  Derivatives generator_term(double v) const { return saturating ? f().fused(v, link) : f().activation(v, link); }
};

Trained trained(const Specimen& s, Link link, bool saturating) {
  Table more;
  if (s.has("link")) more.set("link", std::string(name_of(link)));
  if (s.has("generator_loss")) more.set("generator_loss", saturating ? "saturating" : "non_saturating");
  return {link, saturating, s.make<Divergence>(more)};
}

/// The first counterexample over links and generator losses, told with them.
template <class Test>
Counterexample over_trainings(const Specimen& s, Test test) {
  const Mathematics m(s);
  for (const Link link : m.links()) {
    if (!s.has("link") && link != m.f.link()) continue;
    for (const bool saturating : {true, false}) {
      if (!saturating && !s.has("generator_loss")) continue;
      Trained t = trained(s, link, saturating);
      if (const Counterexample found = test(t)) return fmt::format("{}: {}", t.text(), *found);
    }
  }
  return {};
}

bool fits(const Derivatives& d) { return std::abs(d.value) < float_max && std::abs(d.first) < float_max; }

bool close(double got, double truth, double scale) {
  return std::abs(got - truth) <= 1e-5 * std::max(std::abs(truth), scale) + 1e-30;
}

Counterexample critic_terms(const Specimen& s) {
  return over_trainings(s, [](Trained& now) -> Counterexample {
    for (const double v : spaced(-80, 80, 129)) {
      const auto score = static_cast<float>(v);
      const Derivatives t = now.f().activation(score, now.link), c = now.f().fused(score, now.link);
      if (!fits(t) || !fits(c)) continue;
      const Played got = play_critic(*now.divergence, {score}, {score});
      if (got.objective.saturated > 0) continue;  // beyond the certified range of a term derived from f
      const double scale = std::abs(t.value) + std::abs(c.value);
      if (!close(got.objective.value, t.value - c.value, scale))
        return fmt::format(
            "the critic's objective at one real and one fake score of {:.6g} is {:.9g}, but T − f*(T) = "
            "{:.9g} − {:.9g}",
            v, got.objective.value, t.value, c.value);
      if (!close(got.real_gradient[0], t.first, 0) || !close(got.fake_gradient[0], -c.first, 0))
        return fmt::format(
            "the critic's gradients at a score of {:.6g} are {:.8g} (real) and {:.8g} (fake), but must be "
            "T′ = {:.8g} and −(f*∘g)′ = {:.8g}",
            v, got.real_gradient[0], got.fake_gradient[0], t.first, -c.first);
    }
    return {};
  });
}

Counterexample generator_terms(const Specimen& s) {
  return over_trainings(s, [](Trained& now) -> Counterexample {
    for (const double v : spaced(-80, 80, 129)) {
      const auto score = static_cast<float>(v);
      const Derivatives truth = now.generator_term(score);
      if (!fits(truth)) continue;
      const Played got = play_generator(*now.divergence, {}, {score});
      if (got.objective.saturated > 0) continue;
      if (!close(got.objective.value, -truth.value, 0) || !close(got.fake_gradient[0], -truth.first, 0))
        return fmt::format(
            "the generator's objective at a fake score of {:.6g} is {:.8g} with slope {:.8g}, but must be "
            "−{} = {:.8g} with slope {:.8g}",
            v, got.objective.value, got.fake_gradient[0], now.saturating ? "f*(g(v))" : "g(v)", -truth.value,
            -truth.first);
    }
    return {};
  });
}

std::vector<double> far_scores() {
  std::vector<double> grid;
  for (double v = -1e4; v <= 1e4; v += std::abs(v) < 120 ? 1 : 100) grid.push_back(v);
  return grid;
}

Counterexample saturation(const Specimen& s) {
  return over_trainings(s, [&](Trained& now) -> Counterexample {
    double before = std::numeric_limits<double>::infinity(), steepest = 0;
    const bool may_fall = s.about().conjugate_on_reals && now.saturating;
    for (const double v : far_scores()) {
      const auto score = static_cast<float>(v);
      const Played g = play_generator(*now.divergence, {}, {score}), c = play_critic(*now.divergence, {score}, {score});
      const double value = g.objective.value, slope = g.fake_gradient[0];
      if (!std::isfinite(value + slope + c.objective.value + c.real_gradient[0] + c.fake_gradient[0]))
        return fmt::format(
            "at a score of {:.6g} the generator's objective is {:.6g} with slope {:.6g}, the critic's {:.6g} "
            "with slopes {:.6g} and {:.6g}",
            v, value, slope, c.objective.value, c.real_gradient[0], c.fake_gradient[0]);
      // A term derived from f is certified to 1e-5, and may waver so much; its slope says whether it falls.
      steepest = std::max(steepest, std::abs(slope));
      if (!may_fall && !(value <= before + 1e-5 * std::max(1.0, std::abs(before)) && slope <= 1e-9 * steepest))
        return fmt::format("the generator's objective rises to {:.10g} at a fake score of {:.6g}, with slope {:.6g}",
                           value, v, slope);
      before = value;
      const Derivatives truth = now.generator_term(score);
      const bool changed =
          fits(truth) && !(std::abs(value + truth.value) <= 1e-3 * std::max(1.0, std::abs(truth.value)));
      if (changed && !(g.objective.saturated > 0))
        return fmt::format("a fake score of {:.6g} is worth {:.6g} in place of {:.6g}, and is not counted as saturated",
                           v, -value, truth.value);
    }
    return {};
  });
}

/// A generator N(θ, 1) that has not found the data, N(0.5, 0.9²), and knows the critic that is optimal against it.
Counterexample oracle_step(const Specimen& s) {
  return over_trainings(s, [](Trained& now) -> Counterexample {
    constexpr int count = 512;
    const Distribution data = Distribution::normal(0.5, 0.9);
    const auto distance = [&](double theta) { return exact_divergence(now.f(), data, Distribution::normal(theta, 1)); };
    const auto model = Distribution::normal(0, 1);
    const bool smooth = now.f().has(Link::log_ratio);
    const Curve critic = [&](double x) {
      const double r = data.log_density(x) - model.log_density(x);
      return smooth ? optimal_score(now.f(), now.link, r) : r;  // a sure critic has no gradient: one that is not
    };
    Scores fake;
    std::vector<double> slope;
    for (int i = 0; i < count; ++i) {
      const double z = -3 + 6 * (i + 0.5) / count;
      fake.push_back(static_cast<float>(critic(z)));
      slope.push_back((critic(z + 1e-4) - critic(z - 1e-4)) / 2e-4 * std::exp(model.log_density(z)) * 6);
    }
    const Played played = play_generator(*now.divergence, {}, fake);
    double gradient = 0;
    for (int i = 0; i < count; ++i) gradient += played.fake_gradient[i] * slope[i];
    const double step = -1e-2 * gradient / std::max(std::abs(gradient), 1e-300);
    const double before = distance(0), after = distance(step);
    if (after < before) return {};
    return fmt::format(
        "the generator N(θ, 1) at θ = 0, told by the optimal critic, moves by {:.3g} from data at 0.5: D "
        "goes from {:.8g} to {:.8g}",
        step, before, after);
  });
}

/// Data at 0, a generator at θ, a critic ψx: the linearised game at the origin.
Counterexample dirac_rotation(const Specimen& s) {
  return over_trainings(s, [](Trained& now) -> Counterexample {
    const auto critic_pull = [&](double theta, double psi) {  // ψ̇
      return play_critic(*now.divergence, {0}, {static_cast<float>(theta * psi)}).fake_gradient[0] * theta;
    };
    const auto generator_pull = [&](double theta, double psi) {  // θ̇
      return -play_generator(*now.divergence, {0}, {static_cast<float>(theta * psi)}).fake_gradient[0] * psi;
    };
    constexpr double h = 1e-3;
    const double in_theta = (critic_pull(h, 0) - critic_pull(-h, 0)) / (2 * h);
    const double in_psi = (generator_pull(0, h) - generator_pull(0, -h)) / (2 * h);
    const double measured = -in_theta * in_psi;  // λ² = −measured: eigenvalues ±i√measured
    const double c = now.f().fused(0, now.link).first;
    // Every critic of log ratios sees the same game up to scale: (f*∘f′∘exp)′(0) = f″(1).
    const double own = now.link == Link::log_ratio ? now.f().f(1).second
                                                   : now.f().conjugate(now.f().activation(0, now.link).value).first *
                                                         now.f().activation(0, now.link).first;
    const double predicted = own * now.generator_term(0).first;
    if (std::abs(measured - predicted) <= 1e-5 * std::abs(predicted) + 1e-6 && c >= 0) return {};
    return fmt::format("the Dirac game's Jacobian has λ² = {:.8g}, but {} predicts {:.8g}", -measured,
                       now.link == Link::log_ratio ? "−f″(1) times the generator's slope"
                                                   : "−f*′(g(0)) g′(0) times the generator's slope",
                       -predicted);
  });
}

Counterexample traits_of_f(const Specimen& s) {
  return over_trainings(s, [](Trained& now) -> Counterexample {
    const DivergenceTraits traits = now.divergence->traits();
    const Scores real = random_scores(5, 1, 0), fake = random_scores(7, 1, 1);
    const Played played = play_critic(*now.divergence, real, fake);
    if (!traits.estimates || !traits.has_non_saturating)
      return "an f-divergence estimates, and has a non-saturating loss";
    if (!(error(played.objective.estimate, played.objective.value) <= 1e-12))
      return fmt::format("the estimate is {:.10g}, but E_P T − E_Q f*(T) = {:.10g}", played.objective.estimate,
                         played.objective.value);
    return {};
  });
}

}  // namespace

std::vector<Law> laws_of_training() {
  return {
      {"critic_terms", "what the critic ascends in training is not E_P g(v) − E_Q f*(g(v)): another game is played",
       "1e-5 of the terms, at scores up to 80", critic_terms, false, is_f_divergence},
      {"generator_terms", "what the generator descends is not the loss that is named: −E_Q f*(g(v)), or −E_Q g(v)",
       "1e-5 of the term, at scores up to 80", generator_terms, false, is_f_divergence},
      {"saturation", "far scores give infinity, NaN or a wrong sign, or are cut in silence: training ends there",
       "0.1 % of a term cut in silence, a slope of the wrong sign", saturation, false, is_f_divergence},
      {"oracle_step", "a generator that is told by the optimal critic moves away from the data",
       "a step of 0.01 that raises D", oracle_step, false, is_f_divergence},
      {"dirac_rotation",
       "the Dirac game does not turn as this f predicts: the players' gradients do not belong together",
       "1e-5 of the game's eigenvalue", dirac_rotation, false, is_f_divergence},
      {"estimate", "the estimate in the log is not the bound that the critic maximises", "1e-12 of the estimate",
       traits_of_f, false, is_f_divergence},
  };
}

}  // namespace ganzoo::laws
