#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <ganzoo/core/archive.hpp>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/train/machine.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/train/laws/laws.hpp>
#include <ganzoo/train/laws/slope.hpp>
#include <ganzoo/train/probe.hpp>
#include <ganzoo/train/regularizer.hpp>

namespace ganzoo::laws {
namespace {

constexpr Moment early{.step = 10, .steps = 1000, .critic_updates = 10};

Rng stream(std::uint64_t update = 0) { return {6, Purpose::regularizer, update}; }

OwnedMatrix normal(std::int64_t rows, std::int64_t columns, double mean, std::uint64_t update) {
  OwnedMatrix matrix(rows, columns);
  Rng(6, Purpose::other, update).fill_normal(matrix.view().flat(), static_cast<float>(mean), 1);
  return matrix;
}

/// A critic, a batch of real and fake samples in the plane, and the probe that a trainer would hand out.
struct Scene {
  Machine machine{1, nn::Precision::fp32};
  OwnedMatrix real, fake;
  nn::Network critic;
  CriticProbe probe;

  Scene(const Specimen& s, nn::LayerPtr layers, std::int64_t rows)
      : real(normal(rows, 2, 1, 1)),
        fake(normal(rows, 2, -1, 2)),
        critic("critic", std::move(layers), {2}),
        probe(machine, critic, real, fake, s.make<Regularizer>()->look()) {
    critic.parameters().initialise(3);
  }
  static nn::LayerPtr curved() {
    return nn::sequential({nn::dense(8, nn::Init{.law = nn::Init::Law::normal, .scale = 0.8}), nn::tanh(),
                           nn::dense(1, nn::Init{.law = nn::Init::Law::normal, .scale = 0.8})});
  }
  /// D(x) = w·x: its gradient is w wherever one looks.
  static nn::LayerPtr linear() { return nn::sequential({nn::dense(1, {}, false)}); }

  void set_weights(double a, double b) {
    critic.parameters().value(0)[0] = static_cast<float>(a);
    critic.parameters().value(0)[1] = static_cast<float>(b);
  }
  /// The penalty of a fresh regularizer here; what it adds to the weight gradients stands there afterwards.
  double penalty(const Specimen& s) {
    std::ranges::fill(critic.parameters().gradients(), 0.0F);
    return s.make<Regularizer>()->input_penalty(probe, early, stream());
  }
};

Counterexample penalty_gradient(const Specimen& s) {
  Scene scene(s, Scene::curved(), 6);
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
                              : stream(9).child(static_cast<std::uint64_t>(direction)).normal(i);
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
    const double left = side(-0.002), right = side(0.002), small = central(0.005), a = central(0.02), b = central(0.04), c = central(0.08);
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
  Scene& scene;
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
  Scene scene(s, Scene::linear(), 6), larger(s, Scene::linear(), 24);
  const Ray ray{scene, s, 1, 0}, turned{scene, s, 0.6, -0.8}, more{larger, s, 1, 0};
  if (ray.at(8) == 0) return {};  // a weight of 0
  const double ratio = stretch(ray, turned);
  if (!(ratio > 1 / 1.401 && ratio < 1 / 0.799))
    return fmt::format("D(x) = w·x: the penalty is {:.6g} for w = (8, 0), but for no w = t·(0.6, −0.8) with the same norm",
                       ray.at(8));
  for (const double t : {0.5, 1.0, 3.0}) {
    const double along = ray.at(t), as_long = turned.at(ratio * t), of_more = more.at(t);
    if (!(along >= 0) || !std::isfinite(along)) return fmt::format("of ‖∇D‖ = {} the penalty is {:.6g}", t, along);
    if (!(std::abs(as_long - along) <= 1e-3 * (1 + along)))
      return fmt::format("D(x) = w·x: the penalty is {:.6g} for w = ({}, 0), but {:.6g} for w turned and as long", along,
                         t, as_long);
    if (!(std::abs(of_more - along) <= 1e-4 * (1 + along)))
      return fmt::format("‖∇D‖ = {} everywhere, but the penalty is {:.6g} over 6 samples and {:.6g} over 24", t, along,
                         of_more);
  }
  return {};
}

Counterexample flattens(const Specimen& s) {
  Scene scene(s, Scene::linear(), 6);
  for (const double slope : {20.0, -20.0}) {
    scene.set_weights(slope, 0);
    if (scene.penalty(s) == 0) continue;  // a weight of 0
    if (const double pull = scene.critic.parameters().gradient(0)[0]; !(pull * slope < 0))
      return fmt::format("D(x) = {}·x₁: the critic, which ascends, is pulled by {:.6g}", slope, pull);
  }
  return {};
}

Counterexample sees_what_it_names(const Specimen& s) {
  const auto r = s.make<Regularizer>();
  Scene scene(s, Scene::curved(), 8);
  const OwnedMatrix real = normal(8, 1, 1.5, 3), fake = normal(8, 1, -0.5, 4);
  OwnedMatrix real_gradient(8, 1), fake_gradient(8, 1);
  const double score = r->score_penalty(real, fake, real_gradient, fake_gradient, early);
  const bool on_scores = score != 0 || std::ranges::any_of(real_gradient.view().flat(), [](float g) { return g != 0; });
  if (on_scores != r->penalises_scores())
    return fmt::format("penalises_scores() is {}, but the penalty on scores is {:.6g}", r->penalises_scores(), score);
  const double input = scene.penalty(s);
  const bool on_inputs =
      input != 0 || std::ranges::any_of(scene.critic.parameters().gradients(), [](float g) { return g != 0; });
  if (on_inputs != r->penalises_inputs())
    return fmt::format("penalises_inputs() is {}, but the penalty on input gradients is {:.6g}", r->penalises_inputs(),
                       input);
  OwnedMatrix batch = normal(8, 2, 0, 5), other = normal(8, 2, 0, 6);
  const OwnedMatrix before = normal(8, 2, 0, 5);
  r->on_batch(batch, other, early, stream());
  const bool changed = !std::ranges::equal(batch.view().flat(), before.view().flat());
  if (changed != r->changes_batch())
    return fmt::format("changes_batch() is {}, but on_batch() {} the samples", r->changes_batch(),
                       changed ? "changes" : "leaves");
  return {};
}

bool on_inputs(const Specimen& s) { return s.make<Regularizer>()->penalises_inputs(); }
bool on_scores(const Specimen& s) { return s.make<Regularizer>()->penalises_scores(); }
bool on_batches(const Specimen& s) { return s.make<Regularizer>()->changes_batch(); }
bool on_weights(const Specimen& s) {
  return s.make<Regularizer>()->provides_lipschitz() && !on_inputs(s) && !on_scores(s);
}

/// Its own averages are warm: a batch counts little in them.
std::unique_ptr<Regularizer> experienced(const Specimen& s) {
  auto r = s.make<Regularizer>();
  for (std::uint64_t i = 0; i < 300; ++i) {
    OwnedMatrix a(8, 1), b(8, 1);
    r->score_penalty(normal(8, 1, 1, 100 + i), normal(8, 1, -1, 500 + i), a, b, early);
  }
  return r;
}

Counterexample score_penalty_gradient(const Specimen& s) {
  OwnedMatrix real = normal(8, 1, 1.5, 7), fake = normal(8, 1, -0.5, 8), real_gradient(8, 1), fake_gradient(8, 1);
  const auto r = experienced(s);
  Saved saved;
  Archive out = Archive::saver(saved);
  r->state(out);
  const auto value = [&](Matrix dr, Matrix df) {
    const auto fresh = s.make<Regularizer>();
    Archive in = Archive::loader(saved);
    fresh->state(in);
    return fresh->score_penalty(real, fake, dr, df, early);
  };
  value(real_gradient, fake_gradient);
  OwnedMatrix nowhere(8, 1), neither(8, 1);
  const bool averages = !saved.empty();  // an average that the batch itself moves a little moves every slope a little
  double scale = 0;
  for (const Matrix& gradient : {real_gradient.view(), fake_gradient.view()})
    for (const float g : gradient.flat()) scale = std::max(scale, std::abs(double{g}));
  for (const bool of_real : {true, false}) {
    const Matrix scores = of_real ? real : fake, gradient = of_real ? real_gradient : fake_gradient;
    for (std::int64_t i = 0; i < 8; ++i) {
      const float before = scores(i, 0);
      constexpr float h = 1.0F / 64;
      const auto at = [&](float shift) {
        scores(i, 0) = before + shift;
        const double y = value(nowhere, neither);
        scores(i, 0) = before;
        return y;
      };
      const double near = (at(h) - at(-h)) / (2.0 * h), far = (at(2 * h) - at(-2 * h)) / (4.0 * h);
      const double measured = (4 * near - far) / 3, kinked = std::abs(near - far);
      if (!(std::abs(gradient(i, 0) - measured) <= (averages ? 5e-2 : 1e-4) * scale + kinked + 1e-7))
        return fmt::format("the gradient to {} score {} is {:.6g}, but the differences of the penalty give {:.6g}",
                           of_real ? "real" : "fake", i, gradient(i, 0), measured);
    }
  }
  return {};
}

Counterexample adds_to_gradients(const Specimen& s) {
  const OwnedMatrix real = normal(8, 1, 1.5, 7), fake = normal(8, 1, -0.5, 8);
  OwnedMatrix a(8, 1), b(8, 1), c(8, 1), d(8, 1);
  for (Matrix full : {c.view(), d.view()}) std::ranges::fill(full.flat(), 2.0F);
  s.make<Regularizer>()->score_penalty(real, fake, a, b, early);
  s.make<Regularizer>()->score_penalty(real, fake, c, d, early);
  for (std::int64_t i = 0; i < 8; ++i)
    if (!(std::abs(c.view()(i, 0) - a.view()(i, 0) - 2) <= 1e-5))
      return fmt::format("it writes {:.6g} over a gradient of 2 instead of adding {:.6g}", c.view()(i, 0),
                         a.view()(i, 0));
  return {};
}

double largest(std::span<const float> values) {
  double most = 0;
  for (const float v : values) most = std::max(most, std::abs(double{v}));
  return most;
}

Counterexample bounds_weights(const Specimen& s) {
  const auto bounded = [&](double size) {
    nn::Network critic("critic", Scene::curved(), {2});
    critic.parameters().initialise(3);
    const auto r = s.make<Regularizer>();
    for (int update = 0; update < 3; ++update) {
      for (float& w : critic.parameters().values()) w *= static_cast<float>(size);
      r->after_update(critic.parameters(), early);
    }
    return largest(critic.parameters().values());
  };
  const double small = bounded(10), large = bounded(1e4);
  if (large <= 1.01 * small) return {};
  return fmt::format(
      "after an update that makes weights 10 times as large the largest is {:.6g}, after one of 10⁴ times {:.6g}: "
      "nothing bounds them, but it says that it provides a Lipschitz constant",
      small, large);
}

Counterexample fair_noise(const Specimen& s) {
  constexpr std::int64_t n = 65'536;
  OwnedMatrix real(n, 2), fake(n, 2);
  const auto r = s.make<Regularizer>();
  r->on_batch(real, fake, early, stream());
  const auto moments = [](ConstMatrix m) {
    double sum = 0, square = 0;
    for (const float x : m.flat()) sum += x, square += double{x} * x;
    const auto count = static_cast<double>(m.size());
    return std::pair{sum / count, std::sqrt(square / count)};
  };
  const auto [mean_real, std_real] = moments(real);
  const auto [mean_fake, std_fake] = moments(fake);
  // Six standard errors: a false alarm below 1e-8.
  const double error = 6 / std::sqrt(2.0 * n);
  if (!(std::abs(mean_real) <= error * std_real && std::abs(mean_fake) <= error * std_fake))
    return fmt::format("what it adds has the mean {:.4g} on real and {:.4g} on fake samples: they are moved", mean_real,
                       mean_fake);
  if (!(std::abs(std_real - std_fake) <= error * (std_real + std_fake)))
    return fmt::format(
        "what it adds has the standard deviation {:.4g} on real and {:.4g} on fake samples: the critic sees it",
        std_real, std_fake);
  if (!s.varied() && std_real > 0 && std::ranges::equal(real.view().flat(), fake.view().flat()))
    return "real and fake samples get the same noise, number for number";
  r->on_batch({}, fake, early, stream());  // a generator's update of its own shows no real samples
  return {};
}

Counterexample repeats(const Specimen& s) {
  Scene scene(s, Scene::curved(), 6);
  const double once = scene.penalty(s), again = scene.penalty(s);
  if (once != again)
    return fmt::format("the same critic is worth a penalty of {:.9g} once and {:.9g} another time", once, again);
  OwnedMatrix a = normal(8, 2, 0, 5), b = normal(8, 2, 0, 5), c = normal(8, 2, 0, 6), d = normal(8, 2, 0, 6);
  s.make<Regularizer>()->on_batch(a, c, early, stream());
  s.make<Regularizer>()->on_batch(b, d, early, stream());
  if (!std::ranges::equal(a.view().flat(), b.view().flat()))
    return "the same stream changes a batch in another way another time";
  return {};
}

/// One critic update as a trainer plays it: every hook in turn, told in numbers.
std::vector<double> update(Regularizer& r, Scene& scene, std::uint64_t n) {
  const Moment now{.step = static_cast<std::int64_t>(n), .steps = 10'000, .critic_updates = static_cast<std::int64_t>(n)};
  OwnedMatrix real = normal(4, 2, 1, 2 * n), fake = normal(4, 2, -1, 2 * n + 1);
  r.on_batch(real, fake, now, stream(n));
  OwnedMatrix real_gradient(4, 1), fake_gradient(4, 1);
  const double score = r.score_penalty(normal(4, 1, 1, 2 * n), normal(4, 1, -1, 2 * n + 1), real_gradient,
                                       fake_gradient, now);
  std::ranges::fill(scene.critic.parameters().gradients(), 0.0F);
  const double input = r.penalises_inputs() ? r.input_penalty(scene.probe, now, stream(n)) : 0;
  scene.critic.parameters().initialise(3);
  for (float& w : scene.critic.parameters().values()) w *= 3;
  r.after_update(scene.critic.parameters(), now);
  return {score,
          input,
          double{real.view()(0, 0)},
          double{fake.view()(0, 0)},
          double{real_gradient.view()(0, 0)},
          norm(scene.critic.parameters().gradients()),
          norm(scene.critic.parameters().values())};
}

/// Prime numbers of updates: no counter's period hides in them.
constexpr std::uint64_t before_saving = 211, after_loading = 503;

Counterexample resumes(const Specimen& s) {
  const auto first = s.make<Regularizer>(), second = s.make<Regularizer>();
  Scene scene(s, Scene::curved(), 4);
  for (std::uint64_t n = 0; n < before_saving; ++n) update(*first, scene, n);
  Saved saved;
  Archive out = Archive::saver(saved);
  first->state(out);
  Archive in = Archive::loader(saved);
  second->state(in);
  for (std::uint64_t n = before_saving; n < before_saving + after_loading; ++n) {
    const std::vector<double> there = update(*first, scene, n), here = update(*second, scene, n);
    for (std::size_t i = 0; i < there.size(); ++i)
      if (there[i] != here[i] && !(std::isnan(there[i]) && std::isnan(here[i])))
        return fmt::format("saved and loaded after {} updates, update {} penalises, moves or clips by {:.9g}; without, "
                           "by {:.9g}",
                           before_saving, n, here[i], there[i]);
  }
  return {};
}

}  // namespace

std::vector<double> regularizer_behaviour(const Specimen& s) {
  const auto r = s.make<Regularizer>();
  Scene scene(s, Scene::curved(), 4);
  std::vector<double> numbers;
  for (std::uint64_t n = 0; n < 31; ++n) {
    const std::vector<double> more = update(*r, scene, n);
    numbers.insert(numbers.end(), more.begin(), more.end());
  }
  return numbers;
}

const std::vector<Law>& regularizer_laws() {
  static const std::vector<Law> all{
      {"penalty_gradient", "what it adds to the critic's gradient is not the gradient of the penalty it reports",
       "0.2 % of the gradient", penalty_gradient, false, on_inputs},
      {"sees_the_norm",
       "the penalty is no mean of a function of a norm of ∇ₓD: it depends on the axes or on the batch size",
       "0.1 % of the penalty", sees_the_norm, false, on_inputs},
      {"flattens", "a steep critic is not made less steep: the penalty's sign is wrong", "any wrong sign", flattens,
       false, on_inputs},
      {"score_penalty_gradient", "the gradient to the scores is not that of the penalty",
       "0.01 % of the gradient; 5 % where moving averages are part of the penalty", score_penalty_gradient, true,
       on_scores},
      {"adds_to_gradients", "it overwrites what other penalties have added", "1e-5 of a gradient of 2",
       adds_to_gradients, true, on_scores},
      {"sees_what_it_names", "a hook that it declares does nothing, or one that it does not declare acts",
       "a last bit", sees_what_it_names, true},
      {"bounds_weights", "it says that it provides a Lipschitz constant, but weights stay unbounded after an update",
       "weights that stay 1 % larger where they were 1000 times as large", bounds_weights, false, on_weights},
      {"fair_noise", "noise moves the samples, or tells real from fake",
       "4 % of the noise's standard deviation, in its mean or between real and fake", fair_noise, false, on_batches},
      {"repeats", "the same critic or batch gives another result: runs cannot be repeated", "a last bit", repeats},
      {"resumes", "what changes during training is not all in state(): a resumed run differs",
       "a counter of any period up to 503 updates", resumes, true},
  };
  return all;
}

}  // namespace ganzoo::laws
