#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <ganzoo/divergence/laws/laws.hpp>
#include <ganzoo/divergence/laws/numerics.hpp>
#include <ganzoo/divergence/laws/scores.hpp>

namespace ganzoo::laws {
namespace {

using Play = std::function<Played(const Scores& real, const Scores& fake)>;
using Value = std::function<double(double shift)>;

/// Rounding of a value, from its fourth differences over steps of 2⁻¹⁴: 1e-16 of sums in double, 1e-8 of sums in float.
double rounding_of(const Value& value) {
  std::array<double, 13> y{};
  for (int i = 0; i < 13; ++i) y[i] = value(std::ldexp(i - 6, -14));
  double most = 0;
  for (int i = 2; i < 11; ++i)
    most = std::max(most, std::abs(y[i - 2] - 4 * y[i - 1] + 6 * y[i] - 4 * y[i + 1] + y[i + 2]));
  return most / 4;
}

/// Whether `claimed` is the slope of `value`, or between its one-sided slopes at a kink, to 1e-4 of it; `largest`: of
/// the batch's slopes, by which rounding is measured.
bool is_score_slope(const Value& value, double claimed, double largest, double& measured) {
  const double rounding = rounding_of(value);
  for (const double h : {1.0 / 64, 1.0 / 512}) {  // a kink beside the score spoils the larger step
    const double left = one_sided(value, -h), right = one_sided(value, h);
    measured = 0.5 * (left + right);
    const double slack = 5e-5 * std::max({std::abs(left), std::abs(right), std::abs(claimed)}) + 1e-6 * largest +
                         1e-12 + 30 * rounding / h;  // (1 + 12 + 32) · 2/3 roundings stand in a one-sided slope
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
        const Value value = [&](double shift) {
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

}  // namespace

std::vector<Law> laws_of_score_gradients() {
  return {
      {"score_gradients", "a player's gradient is not the derivative of its objective: it optimises something else",
       "0.01 % of the gradient to one score, beyond the rounding of the objective itself", score_gradients, false,
       has_critic},
  };
}

}  // namespace ganzoo::laws
