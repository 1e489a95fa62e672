#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/core/archive.hpp>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/train/laws/laws.hpp>
#include <ganzoo/train/optimizer.hpp>

namespace ganzoo::laws {
namespace {

/// A network's parameters without the network: a weight of 5 numbers and a bias of 3, each with its padding.
struct Bowl {
  nn::Parameters parameters{"law"};
  std::unique_ptr<Optimizer> optimizer;
  std::int64_t updates = 0;

  /// The weights begin at centre ± spread: an optimizer may keep where they did.
  explicit Bowl(const Specimen& s, double centre = 0, double spread = 0) : optimizer(s.make<Optimizer>()) {
    parameters.add("weight", {5}, {});
    parameters.add("bias", {3}, {});
    parameters.allocate();
    for (int i = 0; i < 2; ++i)
      for (std::size_t j = 0; j < parameters.value(i).size(); ++j)
        parameters.value(i)[j] = static_cast<float>(centre + (j % 2 ? spread : -spread));
    optimizer->attach(parameters);
  }

  void push(double gradient) {
    for (int i = 0; i < 2; ++i) std::ranges::fill(parameters.gradient(i), static_cast<float>(gradient));
  }
  void update(bool ascend = false, double rate = 1) {
    optimizer->update(parameters, {.update = updates, .step = updates, .steps = 1000, .rate = rate, .ascend = ascend});
    ++updates;
  }
  double at() const { return parameters.value(0)[0]; }
  /// Σ x²/2, the bowl's height; its gradient is x.
  double height() const {
    double sum = 0;
    for (const float x : parameters.values()) sum += 0.5 * double{x} * x;
    return sum;
  }
  std::vector<float> numbers() const { return {parameters.values().begin(), parameters.values().end()}; }
  bool is_at(const Bowl& other) const { return std::ranges::equal(parameters.numbers(), other.parameters.numbers()); }

  /// Gradients that differ from number to number and from update to update.
  void wander(std::int64_t turns, double sign = 1, bool ascend = false) {
    for (std::int64_t i = 0; i < turns; ++i) {
      const Rng rng(4, Purpose::other, static_cast<std::uint64_t>(updates));
      for (int k = 0; k < 2; ++k) {
        const auto g = parameters.gradient(k);
        for (std::size_t j = 0; j < g.size(); ++j)
          g[j] = static_cast<float>(sign * rng.normal(8 * static_cast<std::uint64_t>(k) + j));
      }
      update(ascend);
    }
  }
};

Counterexample descends(const Specimen& s) {
  for (const bool ascend : {false, true}) {
    Bowl bowl(s, 1, 0.25);
    const double before = bowl.height();
    for (int i = 0; i < 50; ++i) {
      for (int k = 0; k < 2; ++k) std::ranges::copy(bowl.parameters.value(k), bowl.parameters.gradient(k).begin());
      bowl.update(ascend);
    }
    if (!(ascend ? bowl.height() > before : bowl.height() < before))
      return fmt::format("50 updates {} Σ x²/2 take it from {:.8g} to {:.8g}", ascend ? "up" : "down", before,
                         bowl.height());
  }
  return {};
}

Counterexample mirrored(const Specimen& s) {
  Bowl down(s), up(s);
  down.wander(20, 1, false);
  up.wander(20, -1, true);
  if (down.is_at(up)) return {};
  return fmt::format("descending a gradient gives {:.9g}, ascending its opposite {:.9g}", down.at(), up.at());
}

Counterexample obeys_rate(const Specimen& s) {
  Bowl full(s), half(s), none(s);
  for (auto [bowl, rate] : {std::pair{&full, 1.0}, std::pair{&half, 0.5}, std::pair{&none, 0.0}}) {
    bowl->push(0.7);
    bowl->update(false, rate);
  }
  if (!(std::abs(half.at() - 0.5 * full.at()) <= 1e-4 * std::abs(full.at())))
    return fmt::format("the first step is {:.6g}; at half the scheduler's rate {:.6g}", full.at(), half.at());
  if (none.at() != 0) return fmt::format("at the scheduler's rate 0 the step is {:.6g}", none.at());
  const UpdateStep now{.update = 3, .step = 3, .steps = 1000, .rate = 1};
  UpdateStep halved = now;
  halved.rate = 0.5;
  const double logged = full.optimizer->rate(now), logged_half = full.optimizer->rate(halved);
  if (!(std::isfinite(logged) && logged >= 0 && std::abs(logged_half - 0.5 * logged) <= 1e-12 * logged))
    return fmt::format("the rate told to the log is {:.6g}, and {:.6g} at half the scheduler's rate", logged,
                       logged_half);
  return {};
}

Counterexample stays_finite(const Specimen& s) {
  for (const double gradient : {0.0, 1e-30, 1e-10, 1e6}) {
    Bowl bowl(s, 0.25);
    for (int i = 0; i < 3; ++i) {
      bowl.push(gradient);
      bowl.update();
      if (!std::isfinite(bowl.at()))
        return fmt::format("update {} at a gradient of {:.3g} gives {}", i + 1, gradient, bowl.at());
    }
  }
  return {};
}

double after_rest(const Specimen& s, double weight) {
  Bowl bowl(s, weight);
  for (int i = 0; i < 3; ++i) {
    bowl.push(0);
    bowl.update();
  }
  return bowl.at();
}

/// Without gradient a weight rests or decays towards 0 by a factor (decoupled weight decay), both signs alike.
Counterexample rests(const Specimen& s) {
  if (const double moved = after_rest(s, 0); moved != 0)
    return fmt::format("without any gradient 0 becomes {:.8g}", moved);
  for (const double weight : {0.25, 4.0}) {
    const double moved = after_rest(s, weight), opposite = after_rest(s, -weight);
    if (!(moved > 0.5 * weight && moved <= weight))
      return fmt::format("without any gradient {} becomes {:.8g}: neither itself nor a little less", weight, moved);
    if (opposite != -moved)
      return fmt::format("without any gradient {} becomes {:.8g}, but {} becomes {:.8g}", weight, moved, -weight,
                         opposite);
  }
  return {};
}

Counterexample keeps_padding(const Specimen& s) {
  Bowl bowl(s);
  bowl.wander(5);
  std::vector<float> values = bowl.numbers();
  for (const auto& entry : bowl.parameters.entries()) std::fill_n(values.begin() + entry.offset, entry.size, 0.0F);
  const auto dirty = std::ranges::find_if(values, [](float v) { return v != 0; });
  if (dirty == values.end()) return {};
  return fmt::format("number {} of the flat array, padding, has become {:.6g}", dirty - values.begin(), *dirty);
}

/// Saved after so many updates, and followed for so many more: prime numbers, so that no counter's period hides.
constexpr std::int64_t before_saving = 1009, after_loading = 5003;

Counterexample resumes(const Specimen& s) {
  Bowl first(s), second(s);
  first.wander(before_saving);
  Saved saved;
  Archive out = Archive::saver(saved);
  first.optimizer->state(out);
  Archive in = Archive::loader(saved);
  second.optimizer->state(in);
  std::ranges::copy(first.parameters.numbers(), second.parameters.values().begin());
  second.updates = first.updates;
  for (std::int64_t i = 1; i <= after_loading; ++i) {
    first.wander(1);
    second.wander(1);
    if (!first.is_at(second))
      return fmt::format("saved and loaded after {} updates, a weight is {:.9g} {} updates later; without, {:.9g}",
                         before_saving, second.at(), i, first.at());
  }
  return {};
}

Counterexample repeats(const Specimen& s) {
  Bowl a(s), b(s);
  a.wander(before_saving);
  b.wander(before_saving);
  if (a.is_at(b)) return {};
  return fmt::format("the same gradients take a weight to {:.9g} once and to {:.9g} another time", a.at(), b.at());
}

}  // namespace

std::vector<double> optimizer_behaviour(const Specimen& s) {
  Bowl bowl(s);
  bowl.wander(101);
  const std::vector<float> numbers = bowl.numbers();
  return {numbers.begin(), numbers.end()};
}

const std::vector<Law>& optimizer_laws() {
  static const std::vector<Law> all{
      {"descends", "it does not go down the gradient when told to descend, or up when told to ascend",
       "50 updates that end no nearer", descends, true},
      {"mirrored", "ascending is not descending the opposite gradient: the two players are treated differently",
       "a last bit, after 20 updates", mirrored},
      {"obeys_rate", "its step does not follow the scheduler's rate, or the log is told another rate than is used",
       "0.01 % of the first step", obeys_rate, true},
      {"stays_finite", "a gradient of zero or of an extreme size ends the run",
       "infinity or NaN within three updates at gradients from 0 to 1e6", stays_finite},
      {"rests", "weights without a gradient move otherwise than by decaying towards 0",
       "a last bit at 0, or a difference between w and −w", rests},
      {"keeps_padding", "it writes into the padding between parameters, which must stay zero",
       "one number that is not 0 after five updates", keeps_padding},
      {"repeats", "the same gradients give other weights: runs cannot be repeated", "a last bit, after 1009 updates",
       repeats},
      {"resumes", "what changes during training is not all in state(): a resumed run differs",
       "a counter of any period up to 5003 updates", resumes},
  };
  return all;
}

}  // namespace ganzoo::laws
