#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/train/laws/regularizer_scene.hpp>
#include <ganzoo/train/laws/slope.hpp>

namespace ganzoo::laws {
namespace {

Counterexample penalty_gradient(const Specimen& s) {
  CriticScene scene(s, CriticScene::curved(), 6);
  const double at = scene.penalty(s);
  const std::span<float> weights = scene.critic.parameters().values();
  const std::vector<float> start(weights.begin(), weights.end());
  const auto added = scene.critic.parameters().gradients();
  const std::vector<float> gradient(added.begin(), added.end());
  const double norm = laws::norm(gradient);
  if (at != 0 && norm == 0)
    return fmt::format("the penalty is {:.6g}, but it adds nothing to the critic's gradient", at);
  if (norm == 0) return {};  // a weight of 0
  for (int direction = 0; direction < 6; ++direction) {
    std::vector<double> u(start.size());
    double length = 0, along = 0;
    for (std::size_t i = 0; i < u.size(); ++i) {
      u[i] = gradient[i] == 0 ? 0
             : direction == 0 ? gradient[i]
                              : update_stream(9).child(static_cast<std::uint64_t>(direction)).normal(i);
      length += u[i] * u[i];
    }
    for (std::size_t i = 0; i < u.size(); ++i) along -= gradient[i] * (u[i] /= std::sqrt(length));
    const auto shifted = [&](double by) {
      for (std::size_t i = 0; i < u.size(); ++i) weights[i] = static_cast<float>(start[i] + by * u[i]);
      return scene.penalty(s);
    };
    const auto central = [&](double h) { return (shifted(h) - shifted(-h)) / (2 * h); };
    // A kink close by, as ∣∂D/∂x∣ has one, lies to one side.
    const auto side = [&](double h) { return (4 * shifted(h) - shifted(2 * h) - 3 * at) / (2 * h); };
    // To the sixth order, as rounding of the floats allows no smaller steps; of lower ones beside a kink of its slope.
    const double left = side(-0.002), right = side(0.002), small = central(0.005), a = central(0.02), b = central(0.04),
                 c = central(0.08);
    const double measured = (64 * a - 20 * b + c) / 45;
    std::ranges::copy(start, weights.begin());
    const auto fits = [&](double slope) { return std::abs(along - slope) <= 1e-3 * norm + 1e-5 * std::abs(at); };
    if (!fits(measured) && !fits((4 * a - b) / 3) && !fits(a) && !fits(small) && !fits(left) && !fits(right))
      return fmt::format(
          "along {} of the weights the penalty's slope is {:.6g}, but what it adds descends a slope of {:.6g}",
          direction == 0 ? "its own gradient" : "a random direction", measured, along);
  }
  return {};
}

/// The penalty on D(x) = w·x, whose gradient is w everywhere.
struct Ray {
  CriticScene& scene;
  const Specimen& s;
  double a, b;  ///< w = t·(a, b)
  double at(double t) const {
    scene.set_weights(t * a, t * b);
    return scene.penalty(s);
  }
};

/// How much farther along the other ray the penalty is the same as far out on this one; 0 where it is nowhere.
double stretch(const Ray& ray, const Ray& other) {
  constexpr double far = 8, least = 0.5, most = 2;
  const double target = ray.at(far);
  double low = least, high = most;
  for (int i = 0; i < 40; ++i) {
    const double middle = 0.5 * (low + high);
    (other.at(middle * far) < target ? low : high) = middle;
  }
  return std::abs(other.at(low * far) - target) <= 1e-3 * (1 + target) ? low : 0;
}

/// A mean of h(‖∇D‖) of any norm: then from direction to direction the penalty is the same function, stretched by the
/// ratio of the norms, which lies between that of the maximum and of the sum.
Counterexample sees_the_norm(const Specimen& s) {
  CriticScene scene(s, CriticScene::linear(), 6), larger(s, CriticScene::linear(), 24);
  const Ray ray{scene, s, 1, 0}, turned{scene, s, 0.6, -0.8}, more{larger, s, 1, 0};
  if (ray.at(8) == 0) return {};  // a weight of 0
  const double ratio = stretch(ray, turned);
  if (!(ratio > 1 / 1.401 && ratio < 1 / 0.799))
    return fmt::format(
        "D(x) = w·x: the penalty is {:.6g} for w = (8, 0), but for no w = t·(0.6, −0.8) with the same norm", ray.at(8));
  for (const double t : {0.5, 1.0, 3.0}) {
    const double along = ray.at(t), as_long = turned.at(ratio * t), of_more = more.at(t);
    if (!(along >= 0) || !std::isfinite(along)) return fmt::format("of ‖∇D‖ = {} the penalty is {:.6g}", t, along);
    if (!(std::abs(as_long - along) <= 1e-3 * (1 + along)))
      return fmt::format("D(x) = w·x: the penalty is {:.6g} for w = ({}, 0), but {:.6g} for w turned and as long",
                         along, t, as_long);
    if (!(std::abs(of_more - along) <= 1e-4 * (1 + along)))
      return fmt::format("‖∇D‖ = {} everywhere, but the penalty is {:.6g} over 6 samples and {:.6g} over 24", t, along,
                         of_more);
  }
  return {};
}

Counterexample flattens(const Specimen& s) {
  CriticScene scene(s, CriticScene::linear(), 6);
  for (const double slope : {20.0, -20.0}) {
    scene.set_weights(slope, 0);
    if (scene.penalty(s) == 0) continue;  // a weight of 0
    if (const double pull = scene.critic.parameters().gradient(0)[0]; !(pull * slope < 0))
      return fmt::format("D(x) = {}·x₁: the critic, which ascends, is pulled by {:.6g}", slope, pull);
  }
  return {};
}

}  // namespace

std::vector<Law> laws_of_input_penalty() {
  return {
      {"penalty_gradient", "what it adds to the critic's gradient is not the gradient of the penalty it reports",
       "0.2 % of the gradient", penalty_gradient, false, on_inputs},
      {"sees_the_norm",
       "the penalty is no mean of a function of a norm of ∇ₓD: it depends on the axes or on the batch size",
       "0.1 % of the penalty", sees_the_norm, false, on_inputs},
      {"flattens", "a steep critic is not made less steep: the penalty's sign is wrong", "any wrong sign", flattens,
       false, on_inputs},
  };
}

}  // namespace ganzoo::laws
