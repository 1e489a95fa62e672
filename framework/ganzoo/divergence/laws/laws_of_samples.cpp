#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/divergence/laws/laws.hpp>
#include <ganzoo/divergence/laws/numerics.hpp>

namespace ganzoo::laws {
namespace {

struct Samples {
  std::vector<float> numbers;
  std::int64_t rows, columns;

  ConstMatrix view() const { return {numbers.data(), rows, columns}; }
};

Samples cloud(std::int64_t rows, std::int64_t columns, double shift, int stream) {
  Samples samples{std::vector<float>(static_cast<std::size_t>(rows * columns)), rows, columns};
  const Rng rng(3, Purpose::other, static_cast<std::uint64_t>(stream));
  for (std::size_t i = 0; i < samples.numbers.size(); ++i)
    samples.numbers[i] = static_cast<float>(std::round((rng.normal(i) + shift) * 256) / 256);
  return samples;
}

struct Measured {
  double value;
  std::vector<float> gradient;
};

Measured measure(Divergence& d, const Samples& real, const Samples& fake) {
  Measured m{0, std::vector<float>(fake.numbers.size())};
  m.value =
      d.distance(real.view(), fake.view(), {m.gradient.data(), fake.rows, fake.columns}, Rng(3, Purpose::distance))
          .value;
  return m;
}

/// One whose inner loops converge: `tolerance`, at which one ends, and `iterations`, its limit (divergences/GUIDE.md), set
/// so that they do. A component that means something else by these names, and refuses the values, stays as it is.
std::unique_ptr<Divergence> converging(const Specimen& s) {
  Table more;
  for (const ParameterSchema& p : s.schema()) {
    if (p.name == "tolerance" && p.type == ParameterSchema::Type::number) more.set(p.name, 1e-4);
    if (p.name == "iterations" && p.type == ParameterSchema::Type::integer) more.set(p.name, std::int64_t{5000});
  }
  try {
    return s.make<Divergence>(more);
  } catch (const Error&) {
    return s.make<Divergence>();
  }
}

double norm(const std::vector<float>& gradient) {
  double square = 0;
  for (const float g : gradient) square += double{g} * g;
  return std::sqrt(square);
}

/// Between the one-sided slopes at a kink, where pairs change their order.
Counterexample sample_gradients(const Specimen& s) {
  const auto d = converging(s);
  const Samples real = cloud(6, 2, 0.5, 0);
  Samples fake = cloud(6, 2, 0, 1);
  const Measured at = measure(*d, real, fake);
  const double slack = 5e-4 * norm(at.gradient);
  for (std::size_t i = 0; i < fake.numbers.size(); ++i) {
    const float before = fake.numbers[i];
    const Curve value = [&](double shift) {
      fake.numbers[i] = static_cast<float>(before + shift);
      const double y = measure(*d, real, fake).value;
      fake.numbers[i] = before;
      return y;
    };
    bool right_once = false;
    double middle = 0;
    for (const double h : {1.0 / 64, 1.0 / 512}) {
      const double left = one_sided(value, -h), right = one_sided(value, h);
      middle = 0.5 * (left + right);
      right_once = right_once ||
                   (at.gradient[i] >= std::min(left, right) - slack && at.gradient[i] <= std::max(left, right) + slack);
    }
    if (!right_once)
      return fmt::format(
          "the gradient to number {} of the fakes is {:.6g}, but the differences of the distance give {:.6g}", i,
          at.gradient[i], middle);
  }
  return {};
}

Counterexample same_samples(const Specimen& s) {
  const auto d = s.make<Divergence>();
  const Samples x = cloud(64, 2, 0, 2);
  Samples moved = x;
  for (float& number : moved.numbers) number += 2;
  const Measured same = measure(*d, x, x), apart = measure(*d, x, moved);
  if (!(apart.value > 0)) return fmt::format("the distance to the samples moved by 2 is {:.6g}", apart.value);
  if (!(std::abs(same.value) <= 0.1 * apart.value))
    return fmt::format("the distance of a sample to itself is {:.6g}, to itself moved by 2 {:.6g}", same.value,
                       apart.value);
  if (!(norm(same.gradient) <= 0.35 * norm(apart.gradient)))
    return fmt::format("at P = Q the gradient's norm is {:.6g}, moved by 2 it is {:.6g}", norm(same.gradient),
                       norm(apart.gradient));
  return {};
}

Counterexample grows(const Specimen& s) {
  const auto d = s.make<Divergence>();
  double before = -std::numeric_limits<double>::infinity();
  for (const double shift : {0.25, 0.5, 1.0, 2.0}) {
    const double now = measure(*d, cloud(64, 2, 0, 3), cloud(64, 2, shift, 4)).value;
    if (!(now > before))
      return fmt::format("moved away to {} the distance is {:.6g}, from {:.6g} nearer by", shift, now, before);
    before = now;
  }
  return {};
}

/// Clouds of one mean, one of them twice as wide.
Counterexample sees_spread(const Specimen& s) {
  const auto d = s.make<Divergence>();
  const Samples real = cloud(64, 2, 0, 13);
  Samples wide = real;
  for (float& number : wide.numbers) number *= 2;
  double mean[2] = {0, 0};
  for (std::int64_t i = 0; i < real.rows; ++i)
    for (std::int64_t j = 0; j < 2; ++j) mean[j] += double{real.view()(i, j)} / static_cast<double>(real.rows);
  for (std::int64_t i = 0; i < real.rows; ++i)
    for (std::int64_t j = 0; j < 2; ++j)
      wide.numbers[static_cast<std::size_t>(2 * i + j)] -= static_cast<float>(mean[j]);
  const double same = measure(*d, real, real).value, apart = measure(*d, real, wide).value;
  if (apart > same + 1e-3) return {};
  return fmt::format(
      "samples spread twice as wide about the same mean are at distance {:.6g}, the same samples at {:.6g}", apart,
      same);
}

Counterexample step_lowers(const Specimen& s) {
  const auto d = s.make<Divergence>();
  const Samples real = cloud(48, 2, 0, 5);
  Samples fake = cloud(48, 2, 1, 6);
  const Measured before = measure(*d, real, fake);
  const double step =
      0.05 * std::sqrt(static_cast<double>(fake.numbers.size())) / std::max(norm(before.gradient), 1e-30);
  for (std::size_t i = 0; i < fake.numbers.size(); ++i)
    fake.numbers[i] -= static_cast<float>(step * before.gradient[i]);
  const double after = measure(*d, real, fake).value;
  if (after < before.value) return {};
  return fmt::format("a small step down the gradient takes the distance from {:.8g} to {:.8g}", before.value, after);
}

Counterexample sample_order(const Specimen& s) {
  const auto d = s.make<Divergence>();
  const Samples real = cloud(16, 2, 0, 7), fake = cloud(16, 2, 0.5, 8);
  Samples turned = fake;
  for (std::int64_t i = 0; i < fake.rows; ++i)
    std::ranges::copy(fake.view().row(fake.rows - 1 - i), turned.numbers.begin() + i * fake.columns);
  const Measured a = measure(*d, real, fake), b = measure(*d, real, turned), again = measure(*d, real, fake);
  if (!(error(a.value, b.value) <= 1e-6))
    return fmt::format("the distance is {:.10g}, and {:.10g} with the fakes in reverse", a.value, b.value);
  if (a.value != again.value || a.gradient != again.gradient)
    return fmt::format("the distance of the same samples is {:.17g} once and {:.17g} another time", a.value,
                       again.value);
  return {};
}

Counterexample sample_symmetric(const Specimen& s) {
  const auto d = converging(s);
  const Samples x = cloud(16, 2, 0, 9), y = cloud(16, 2, 0.7, 10);
  const double there = measure(*d, x, y).value, back = measure(*d, y, x).value;
  if (s.about().symmetric && !(error(there, back) <= 1e-4))
    return fmt::format("About says symmetric, but the distance is {:.8g} there and {:.8g} back", there, back);
  return {};
}

Counterexample sample_shapes(const Specimen& s) {
  for (const std::int64_t columns : {1, 2, 48})
    for (const std::int64_t rows : {2, 33}) {
      const auto d = s.make<Divergence>();
      const Measured m = measure(*d, cloud(rows, columns, 0, 11), cloud(rows, columns, 100, 12));
      if (!std::isfinite(m.value) || !std::isfinite(norm(m.gradient)))
        return fmt::format("{} samples of {} numbers: the distance is {:.6g}, its gradient's norm {:.6g}", rows,
                           columns, m.value, norm(m.gradient));
    }
  return {};
}

}  // namespace

std::vector<double> distance_behaviour(const Specimen& s) {
  const auto d = s.make<Divergence>();
  std::vector<double> numbers;
  for (int i = 0; i < 8; ++i) {
    const Measured m = measure(*d, cloud(16, 2, 0, 2 * i), cloud(16, 2, 0.5, 2 * i + 1));
    numbers.push_back(m.value);
    numbers.insert(numbers.end(), m.gradient.begin(), m.gradient.end());
  }
  return numbers;
}

std::vector<Law> laws_of_samples() {
  return {
      {"sample_gradients", "the gradient to the fakes is not that of the distance",
       "0.1 % of the gradient's norm, in one number, where inner loops have converged", sample_gradients, false,
       compares_samples},
      {"same_samples", "a sample is far from itself, or is pulled where P = Q: the generator cannot rest on the data",
       "a tenth of the distance at a shift of 2, or 0.35 of its pull", same_samples, true, compares_samples},
      {"grows", "samples further away are not further: the distance is no distance",
       "any distance that falls from one shift to the next", grows, true, compares_samples},
      {"sees_spread", "it compares no more than means: a generator of one point would satisfy it",
       "0.001 between a cloud and one twice as wide", sees_spread, true, compares_samples},
      {"step_lowers", "a step down the gradient raises the distance: its sign is wrong",
       "a step that raises the distance", step_lowers, true, compares_samples},
      {"sample_order", "the order of the samples matters, or the same samples give another distance",
       "1e-6 of the distance in another order, a last bit in the same", sample_order, true, compares_samples},
      {"declared_symmetric", "whether exchanging the samples changes the distance is not as About says",
       "0.01 % of the distance", sample_symmetric, false, compares_samples},
      {"sample_shapes", "some dimension or batch size does not work, or far samples give infinity",
       "one number that is not finite", sample_shapes, true, compares_samples},
  };
}

}  // namespace ganzoo::laws
