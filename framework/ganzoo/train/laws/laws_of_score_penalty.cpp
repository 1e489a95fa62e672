#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/core/archive.hpp>
#include <ganzoo/train/laws/regularizer_scene.hpp>

namespace ganzoo::laws {
namespace {

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

}  // namespace

std::vector<Law> laws_of_score_penalty() {
  return {
      {"score_penalty_gradient", "the gradient to the scores is not that of the penalty",
       "0.01 % of the gradient; 5 % where moving averages are part of the penalty", score_penalty_gradient, true,
       on_scores},
      {"adds_to_gradients", "it overwrites what other penalties have added", "1e-5 of a gradient of 2",
       adds_to_gradients, true, on_scores},
  };
}

}  // namespace ganzoo::laws
