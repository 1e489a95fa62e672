#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/core/archive.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/train/laws/laws.hpp>
#include <ganzoo/train/laws/regularizer_scene.hpp>
#include <ganzoo/train/laws/slope.hpp>

namespace ganzoo::laws {
namespace {

Counterexample sees_what_it_names(const Specimen& s) {
  const auto r = s.make<Regularizer>();
  CriticScene scene(s, CriticScene::curved(), 8);
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
  r->on_batch(batch, other, early, update_stream());
  const bool changed = !std::ranges::equal(batch.view().flat(), before.view().flat());
  if (changed != r->changes_batch())
    return fmt::format("changes_batch() is {}, but on_batch() {} the samples", r->changes_batch(),
                       changed ? "changes" : "leaves");
  return {};
}

bool on_batches(const Specimen& s) { return s.make<Regularizer>()->changes_batch(); }
bool on_weights(const Specimen& s) {
  return s.make<Regularizer>()->provides_lipschitz() && !on_inputs(s) && !on_scores(s);
}

double largest(std::span<const float> values) {
  double most = 0;
  for (const float v : values) most = std::max(most, std::abs(double{v}));
  return most;
}

Counterexample bounds_weights(const Specimen& s) {
  const auto bounded = [&](double size) {
    nn::Network critic("critic", CriticScene::curved(), {2});
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
  r->on_batch(real, fake, early, update_stream());
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
  r->on_batch({}, fake, early, update_stream());  // a generator's update of its own shows no real samples
  return {};
}

/// ⟨g, on_batch(x + hu) − on_batch(x − hu)⟩/2h = ⟨pull_back(g), u⟩, for images of few pixels and points.
Counterexample pulls_back(const Specimen& s) {
  constexpr std::int64_t rows = 16;
  for (const Shape& shape : {Shape{2}, Shape{4, 6, 2}}) {
    const std::int64_t d = shape.size();
    const auto r = s.make<Regularizer>();
    try {
      r->attach(shape);
    } catch (const Error&) {
      continue;  // it is for samples of another kind
    }
    const OwnedMatrix x = normal(rows, d, 0, 7), u = normal(rows, d, 0, 8);
    OwnedMatrix g = normal(rows, d, 0, 9);
    const auto along = [&](double h) {
      OwnedMatrix moved = normal(rows, d, 0, 7), real = normal(rows, d, 0, 10);
      for (std::int64_t i = 0; i < rows * d; ++i) moved.view().data[i] += static_cast<float>(h) * u.view().data[i];
      r->on_batch(real, moved, early, update_stream());
      double sum = 0;
      for (std::int64_t i = 0; i < rows * d; ++i) sum += double{moved.view().data[i]} * g.view().data[i];
      return sum;
    };
    constexpr double h = 1.0 / 64;
    const double measured = (along(h) - along(-h)) / (2 * h);
    r->pull_back(g, early, update_stream());
    double claimed = 0;
    for (std::int64_t i = 0; i < rows * d; ++i) claimed += double{g.view().data[i]} * u.view().data[i];
    if (!(std::abs(claimed - measured) <= 1e-2 * std::sqrt(static_cast<double>(rows * d))))
      return fmt::format(
          "of samples {} a generator's gradient comes back as {:.6g} along a way on which on_batch() "
          "moves by {:.6g}",
          to_string(shape), claimed, measured);
  }
  return {};
}

Counterexample regularizer_repeats(const Specimen& s) {
  CriticScene scene(s, CriticScene::curved(), 6);
  const double once = scene.penalty(s), again = scene.penalty(s);
  if (once != again)
    return fmt::format("the same critic is worth a penalty of {:.9g} once and {:.9g} another time", once, again);
  OwnedMatrix a = normal(8, 2, 0, 5), b = normal(8, 2, 0, 5), c = normal(8, 2, 0, 6), d = normal(8, 2, 0, 6);
  s.make<Regularizer>()->on_batch(a, c, early, update_stream());
  s.make<Regularizer>()->on_batch(b, d, early, update_stream());
  if (!std::ranges::equal(a.view().flat(), b.view().flat()))
    return "the same stream changes a batch in another way another time";
  return {};
}

/// One critic update as a trainer plays it: every hook in turn, told in numbers.
std::vector<double> update(Regularizer& r, CriticScene& scene, std::uint64_t n) {
  const Moment now{
      .step = static_cast<std::int64_t>(n), .steps = 10'000, .critic_updates = static_cast<std::int64_t>(n)};
  OwnedMatrix real = normal(4, 2, 1, 2 * n), fake = normal(4, 2, -1, 2 * n + 1);
  r.on_batch(real, fake, now, update_stream(n));
  OwnedMatrix real_gradient(4, 1), fake_gradient(4, 1);
  const double score =
      r.score_penalty(normal(4, 1, 1, 2 * n), normal(4, 1, -1, 2 * n + 1), real_gradient, fake_gradient, now);
  std::ranges::fill(scene.critic.parameters().gradients(), 0.0F);
  const double input = r.penalises_inputs() ? r.input_penalty(scene.probe, now, update_stream(n)) : 0;
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
constexpr std::uint64_t passes_before_saving = 211, passes_after_loading = 503;

Counterexample regularizer_resumes(const Specimen& s) {
  const auto first = s.make<Regularizer>(), second = s.make<Regularizer>();
  CriticScene scene(s, CriticScene::curved(), 4);
  for (std::uint64_t n = 0; n < passes_before_saving; ++n) update(*first, scene, n);
  Saved saved;
  Archive out = Archive::saver(saved);
  first->state(out);
  Archive in = Archive::loader(saved);
  second->state(in);
  for (std::uint64_t n = passes_before_saving; n < passes_before_saving + passes_after_loading; ++n) {
    const std::vector<double> there = update(*first, scene, n), here = update(*second, scene, n);
    for (std::size_t i = 0; i < there.size(); ++i)
      if (there[i] != here[i] && !(std::isnan(there[i]) && std::isnan(here[i])))
        return fmt::format(
            "saved and loaded after {} updates, update {} penalises, moves or clips by {:.9g}; without, "
            "by {:.9g}",
            passes_before_saving, n, here[i], there[i]);
  }
  return {};
}

}  // namespace

std::vector<double> regularizer_behaviour(const Specimen& s) {
  const auto r = s.make<Regularizer>();
  CriticScene scene(s, CriticScene::curved(), 4);
  std::vector<double> numbers;
  for (std::uint64_t n = 0; n < 31; ++n) {
    const std::vector<double> more = update(*r, scene, n);
    numbers.insert(numbers.end(), more.begin(), more.end());
  }
  return numbers;
}

const std::vector<Law>& regularizer_laws() {
  static const std::vector<Law> all = [] {
    std::vector<Law> laws = laws_of_input_penalty();
    for (const Law& law : laws_of_score_penalty()) laws.push_back(law);
    laws.insert(
        laws.end(),
        {
            {"sees_what_it_names", "a hook that it declares does nothing, or one that it does not declare acts",
             "a last bit", sees_what_it_names, true},
            {"bounds_weights",
             "it says that it provides a Lipschitz constant, but weights stay unbounded after an update",
             "weights that stay 1 % larger where they were 1000 times as large", bounds_weights, false, on_weights},
            {"fair_noise", "noise moves the samples, or tells real from fake",
             "4 % of the noise's standard deviation, in its mean or between real and fake", fair_noise, false,
             on_batches},
            {"pulls_back", "the generator's gradient does not come back the way that the fakes went to the critic",
             "1 % of a gradient's root mean square, summed over the batch", pulls_back, false, on_batches},
            {"repeats", "the same critic or batch gives another result: runs cannot be repeated", "a last bit",
             regularizer_repeats},
            {"resumes", "what changes during training is not all in state(): a resumed run differs",
             "a counter of any period up to 503 updates", regularizer_resumes, true},
        });
    return laws;
  }();
  return all;
}

}  // namespace ganzoo::laws
