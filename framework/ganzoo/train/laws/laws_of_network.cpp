#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/nn/engine.hpp>
#include <ganzoo/nn/network.hpp>
#include <ganzoo/train/discriminator.hpp>
#include <ganzoo/train/evaluations.hpp>
#include <ganzoo/train/generator.hpp>
#include <ganzoo/train/laws/laws.hpp>
#include <optional>

namespace ganzoo::laws {
namespace {

/// Samples that networks are built for; one that fits none of them cannot be examined.
const std::vector<Shape>& sample_shapes() {
  static const std::vector<Shape> all{{1}, {2}, {5}, {28, 28, 1}, {32, 32, 3}, {16, 16, 1}};
  return all;
}

/// Calls test(sample, network) for each sample shape the component accepts.
template <class Make, class Test>
Counterexample over_shapes(const Specimen& s, Make make, Test test) {
  int accepted = 0;
  for (const Shape& sample : sample_shapes()) {
    std::unique_ptr<nn::Network> network;
    try {
      network = make(sample);
    } catch (const Error&) {  // it may refuse what it cannot make, and say why
      continue;
    }
    ++accepted;
    network->parameters().initialise(8);
    if (const Counterexample found = test(sample, *network))
      return fmt::format("for samples of {}: {}", to_string(sample), *found);
  }
  if (accepted == 0 && s.parameters().empty())
    return fmt::format("it refuses every shape of samples from {} to {}", to_string(sample_shapes().front()),
                       to_string(sample_shapes().back()));
  return {};
}

template <class Test>
Counterexample generators(const Specimen& s, Test test) {
  const auto g = s.make<Generator>();
  return over_shapes(
      s,
      [&](const Shape& sample) {
        return std::make_unique<nn::Network>("generator", g->build(sample), g->noise(sample));
      },
      [&](const Shape& sample, nn::Network& network) { return test(*g, sample, network); });
}

template <class Test>
Counterexample discriminators(const Specimen& s, Test test) {
  const auto d = s.make<Discriminator>();
  return over_shapes(
      s, [&](const Shape& sample) { return std::make_unique<nn::Network>("discriminator", d->build(sample), sample); },
      [&](const Shape& sample, nn::Network& network) { return test(*d, sample, network); });
}

OwnedMatrix output(nn::Network& network, std::int64_t rows, bool training, std::uint64_t stream = 0) {
  nn::Engine engine;
  const auto plan =
      network.plan(engine, {.batch = static_cast<int>(rows), .training = training, .update_statistics = false});
  Rng(7, Purpose::other, stream).fill_normal(plan->input().flat(), 0, 1);
  plan->randomize(Rng(7, Purpose::critic_layers));
  plan->forward();
  OwnedMatrix out(rows, plan->output().columns);
  std::ranges::copy(plan->output().flat(), out.view().data);
  return out;
}

Counterexample finite_output(nn::Network& network) {
  for (const bool training : {true, false}) {
    const OwnedMatrix once = output(network, 4, training), again = output(network, 4, training);
    for (const float x : once.view().flat())
      if (!std::isfinite(x)) return fmt::format("it puts out {}{}", x, training ? " in training" : "");
    if (!std::ranges::equal(once.view().flat(), again.view().flat()))
      return "the same input gives another output another time";
  }
  return {};
}

Counterexample makes_samples(const Specimen& s) {
  return generators(s, [](const Generator& g, const Shape& sample, nn::Network& network) -> Counterexample {
    if (network.output() != sample) return fmt::format("it makes samples of {}", to_string(network.output()));
    if (g.noise(sample).size() < 1) return "its noise has no dimension";
    return finite_output(network);
  });
}

Counterexample gives_scores(const Specimen& s) {
  return discriminators(s, [](const Discriminator&, const Shape&, nn::Network& network) -> Counterexample {
    if (network.output().size() < 1) return "it gives no score";
    return finite_output(network);
  });
}

Counterexample uses_input(nn::Network& network) {
  const OwnedMatrix one = output(network, 4, false, 1), two = output(network, 4, false, 2);
  if (std::ranges::equal(one.view().flat(), two.view().flat())) return "the output does not depend on the input";
  return {};
}

/// ∇θ and ∇input of a random projection of the output, along random directions and against central differences.
Counterexample slopes(nn::Network& network) {
  if (network.parameters().count() > 4'000'000) return {};  // as much time as it is worth
  nn::Engine engine;
  const auto plan =
      network.plan(engine, {.batch = 3, .input_gradient = true, .weight_gradient = true, .update_statistics = false});
  OwnedMatrix in(3, plan->input().columns), projection(3, plan->output().columns);
  Rng(7, Purpose::other, 3).fill_normal(in.view().flat(), 0, 1);
  Rng(7, Purpose::other, 4).fill_normal(projection.view().flat(), 0, 1);
  const auto forward = [&] {
    std::ranges::copy(in.view().flat(), plan->input().data);
    plan->randomize(Rng(7, Purpose::critic_layers));
    plan->forward();
    double sum = 0;
    for (std::int64_t i = 0; i < projection.rows * projection.columns; ++i)
      sum += double{projection.view().data[i]} * plan->output().data[i];
    return sum;
  };
  forward();
  std::ranges::copy(projection.view().flat(), plan->output_gradient().data);
  plan->backward();
  const auto g = network.parameters().gradients();
  const std::vector<float> weight_gradient(g.begin(), g.end()),
      input_gradient(plan->input_gradient().flat().begin(), plan->input_gradient().flat().end());
  for (const bool of_input : {false, true}) {
    const std::span<float> x = of_input ? in.view().flat() : network.parameters().values();
    const std::vector<float>& gradient = of_input ? input_gradient : weight_gradient;
    const std::vector<float> start(x.begin(), x.end());
    double norm = 0;
    for (const float v : gradient) norm += double{v} * v;
    if (norm == 0) continue;
    norm = std::sqrt(norm);
    const auto at = [&](double h) {
      for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<float>(start[i] + h * gradient[i] / norm);
      const double y = forward();
      std::ranges::copy(start, x.begin());
      return y;
    };
    // Kinks (relu) lie everywhere: the steps are small, and the smallest error of several counts.
    double best = std::numeric_limits<double>::infinity(), measured = 0;
    for (const double h : {3e-2, 1e-2, 3e-3}) {
      const double d = (at(h) - at(-h)) / (2 * h);
      if (std::abs(d - norm) < best) best = std::abs(d - norm), measured = d;
    }
    if (best > 5e-2 * norm)
      return fmt::format("along the gradient to its {} the slope is {:.6g}, but its differences give {:.6g}",
                         of_input ? "input" : "weights", norm, measured);
  }
  return {};
}

Counterexample generator_slopes(const Specimen& s) {
  return generators(s, [](const Generator&, const Shape&, nn::Network& network) { return slopes(network); });
}
Counterexample discriminator_slopes(const Specimen& s) {
  return discriminators(s, [](const Discriminator&, const Shape&, nn::Network& network) { return slopes(network); });
}
/// One that asks for a single number may make a single point: it asks because every trainer gives some.
Counterexample generator_uses_noise(const Specimen& s) {
  return generators(s, [](const Generator&, const Shape&, nn::Network& network) -> Counterexample {
    return network.input().size() > 1 ? uses_input(network) : std::nullopt;
  });
}
Counterexample discriminator_uses_samples(const Specimen& s) {
  return discriminators(s,
                        [](const Discriminator&, const Shape&, nn::Network& network) { return uses_input(network); });
}

/// Kolmogorov and Smirnov's distance between 20 000 samples and the density it tells; false alarm below 1e-13.
Counterexample density_as_told(const Specimen& s) {
  const auto g = s.make<Generator>();
  std::optional<nn::Network> line;
  try {
    line.emplace("generator", g->build({1}), g->noise({1}));
  } catch (const Error&) {  // it makes no numbers on the line, where densities are
    return {};
  }
  nn::Network& network = *line;
  network.parameters().initialise(8);
  const auto density = g->density(network.parameters());
  if (!density || density->is_discrete()) return {};
  constexpr int n = 20000;
  nn::Engine engine;
  const auto plan = network.plan(engine, {.batch = n, .training = false, .update_statistics = false});
  fill_noise(plan->input(), g->uniform_noise(), Rng(7, Purpose::other, 5));
  plan->forward();
  std::vector<float> x(plan->output().flat().begin(), plan->output().flat().end());
  std::ranges::sort(x);
  double worst = 0;
  for (int i = 0; i < n; ++i) {
    double sum = 0;
    for (const auto& c : density->mixture)
      sum += c.weight * 0.5 * std::erfc(-(x[static_cast<std::size_t>(i)] - c.mean) / (c.std * std::sqrt(2.0)));
    worst = std::max(worst, std::abs(sum - (i + 0.5) / n));
  }
  if (worst <= 4 / std::sqrt(double{n})) return {};
  return fmt::format("{} samples differ from the density it tells by {:.4g} (Kolmogorov–Smirnov)", n, worst);
}

/// The steepest slope of D over pairs of samples, with weights of ordinary and of enormous size.
Counterexample lipschitz_as_told(const Specimen& s) {
  if (!s.make<Discriminator>()->provides_lipschitz()) return {};
  return discriminators(s, [](const Discriminator&, const Shape&, nn::Network& network) -> Counterexample {
    for (float& w : network.parameters().values()) w *= 1000;
    const OwnedMatrix scores = output(network, 4, true);
    double spread = 0;
    for (const float v : scores.view().flat()) spread = std::max(spread, std::abs(double{v} - scores.view().data[0]));
    const double apart = std::sqrt(2.0 * static_cast<double>(network.input().size()));
    // The last layer's bias moves all scores alike; a power iteration begun afresh may be off by some factor.
    if (spread <= 30 * apart) return {};
    return fmt::format("with weights 1000 times as large scores differ by {:.4g} over a distance of about {:.3g}",
                       spread, apart);
  });
}

}  // namespace

const std::vector<Law>& generator_laws() {
  static const std::vector<Law> all{
      {"makes_samples",
       "it does not make samples of the shape it was asked for, or not the same ones twice, or not finite ones",
       makes_samples},
      {"uses_noise", "every sample is the same: the noise is not used", generator_uses_noise, true},
      {"slopes", "its gradients are not those of its output", generator_slopes, true},
      {"density_as_told", "samples do not follow density(): exact divergences would be those of another generator",
       density_as_told},
  };
  return all;
}

const std::vector<Law>& discriminator_laws() {
  static const std::vector<Law> all{
      {"gives_scores", "it gives no score, or not the same one twice, or not a finite one", gives_scores},
      {"uses_samples", "the score does not depend on the sample", discriminator_uses_samples, true},
      {"slopes", "its gradients are not those of its scores", discriminator_slopes, true},
      {"lipschitz_as_told", "it says that it is Lipschitz, but its slope grows with its weights", lipschitz_as_told,
       true},
  };
  return all;
}

}  // namespace ganzoo::laws
