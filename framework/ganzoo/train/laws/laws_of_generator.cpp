#include <cmath>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/nn/engine.hpp>
#include <ganzoo/train/densities.hpp>
#include <ganzoo/train/evaluations.hpp>
#include <ganzoo/train/laws/density.hpp>
#include <ganzoo/train/laws/laws.hpp>
#include <ganzoo/train/laws/networks.hpp>
#include <optional>
#include <utility>

namespace ganzoo::laws {
namespace {

Counterexample makes_samples(const Specimen& s) {
  return generators(s, [](const Generator& g, const Shape& sample, nn::Network& network) -> Counterexample {
    if (network.output() != sample) return fmt::format("it makes samples of {}", to_string(network.output()));
    if (g.noise(sample).size() < 1) return "its noise has no dimension";
    return finite_output(network);
  });
}

/// One that asks for a single number may make a single point: it asks because every trainer gives some.
Counterexample uses_noise(const Specimen& s) {
  return generators(s, [](const Generator&, const Shape&, nn::Network& network) -> Counterexample {
    return network.input().size() > 1 ? uses_input(network) : std::nullopt;
  });
}

/// Of images, of one shape: as much time as it is worth.
template <class Test>
Counterexample generators_of_one_image(const Specimen& s, Test test) {
  bool image_seen = false;
  return generators(s, [&](const Generator&, const Shape& sample, nn::Network& network) -> Counterexample {
    if (sample.rank() > 1 && std::exchange(image_seen, true)) return {};
    settle(network);
    return test(network);
  });
}

Counterexample generator_slopes(const Specimen& s) { return generators_of_one_image(s, slopes); }
Counterexample generator_passes(const Specimen& s) { return generators_of_one_image(s, passes); }
Counterexample generator_mixes_as_told(const Specimen& s) { return generators_of_one_image(s, mixes); }

std::vector<float> drawn(nn::Network& network, bool uniform_noise, std::uint64_t stream) {
  constexpr int n = 100'000;
  nn::Engine engine;
  const auto plan = network.plan(engine, {.batch = n, .training = false, .update_statistics = false});
  fill_noise(plan->input(), uniform_noise, Rng(7, Purpose::other, stream));
  plan->forward();
  return {plan->output().flat().begin(), plan->output().flat().end()};
}

/// As training may leave the weights: every one of them moved and turned.
void disturb(nn::Parameters& parameters, std::uint64_t stream, double much = 1) {
  for (const auto& entry : parameters.entries()) {
    const auto x =
        parameters.values().subspan(static_cast<std::size_t>(entry.offset), static_cast<std::size_t>(entry.size));
    const Rng rng = Rng(7, Purpose::other, stream).child(static_cast<std::uint64_t>(entry.offset));
    for (std::size_t i = 0; i < x.size(); ++i)
      x[i] +=
          static_cast<float>(much * (0.5 * std::abs(double{x[i]}) * rng.normal(2 * i) + 0.3 * rng.normal(2 * i + 1)));
  }
}

Counterexample generator_density_as_told(const Specimen& s) {
  const auto g = s.make<Generator>();
  std::optional<nn::Network> line;
  try {
    line.emplace("generator", g->build({1}), g->noise({1}));
  } catch (const Error&) {  // it makes no numbers on the line, where densities are
    return {};
  }
  for (std::uint64_t time = 0; time < 4; ++time) {
    line->parameters().initialise(8);
    if (time > 0) disturb(line->parameters(), 10 + time);
    const auto density = g->density(line->parameters());
    if (!density || density->is_discrete()) continue;
    if (auto found = follows(drawn(*line, g->uniform_noise(), 5 + time), *density))
      return fmt::format("with {} weights {}", time == 0 ? "its first" : "moved", *found);
  }
  return {};
}

/// Where it tells its likelihood: as its density has it, with its own gradient.
Counterexample likelihood_as_told(const Specimen& s) {
  return generators(s, [](const Generator& g, const Shape& sample, nn::Network& network) -> Counterexample {
    const auto* likelihood = dynamic_cast<const LikelihoodGenerator*>(&g);
    if (!likelihood) return {};
    disturb(network.parameters(), 21, 0.2);
    const OwnedMatrix x = output(network, 3, false);
    std::vector<double> gradient(network.parameters().numbers().size());
    const auto mean = [&] { return likelihood->log_likelihood(network.parameters(), x, gradient); };
    const double told = mean();
    if (const PointDensityPtr density = density_of(g, sample, network.parameters())) {
      double truth = 0;
      for (std::int64_t i = 0; i < x.rows; ++i) {
        const std::vector<double> row(x.view().row(i).begin(), x.view().row(i).end());
        truth += density->log_density(row, {}) / static_cast<double>(x.rows);
      }
      if (!(std::abs(told - truth) <= 1e-6 * (1 + std::abs(truth))))
        return fmt::format("its log likelihood is {:.9g}, that of its density {:.9g}", told, truth);
    }
    const std::vector<float> claimed(gradient.begin(), gradient.end());
    return wrong_weights(network, claimed, [&] {
      const double value = mean();
      return Summed{value, 1e-3 * std::abs(value)};  // summed in double: the weights alone are floats
    });
  });
}

}  // namespace

std::vector<double> generator_behaviour(const Specimen& s) {
  std::vector<double> numbers;
  generators(s, [&](const Generator&, const Shape&, nn::Network& network) -> Counterexample {
    if (!numbers.empty()) return {};  // one shape is enough
    const OwnedMatrix out = output(network, 4, true);
    numbers.insert(numbers.end(), out.view().flat().begin(), out.view().flat().end());
    return {};
  });
  return numbers;
}

const std::vector<Law>& generator_laws() {
  static const std::vector<Law> all{
      {"makes_samples",
       "it does not make samples of the shape it was asked for, or not the same ones twice, or not finite ones",
       "a last bit that differs from one call to the next", makes_samples},
      {"uses_noise", "every sample is the same: the noise is not used", "samples that are equal bit for bit",
       uses_noise, true},
      {"slopes", "its gradients are not those of its output",
       "2 % of the gradient to one parameter, or to the input, by itself", generator_slopes, true},
      {"passes",
       "a pass overwrites gradients that it must add to, or writes some that it must leave: where a network runs "
       "twice, or "
       "with a penalty, its weights learn something else",
       "0.01 % of the gradient to one parameter", generator_passes, true},
      {"mixes_as_told", "a sample's output hangs on the rest of its batch, but mixes_samples() denies it",
       "1e-5 of one number", generator_mixes_as_told, true},
      {"density_as_told", "samples do not follow density(): exact divergences would be those of another generator",
       "2 % of the standard deviation, at the first weights or at moved ones", generator_density_as_told},
      {"likelihood_as_told",
       "its log likelihood is not that of its density, or its gradient not that of its log likelihood: maximum "
       "likelihood would fit something else",
       "1e-6 of the log likelihood, 1 % of the gradient to one parameter by itself", likelihood_as_told, true},
  };
  return all;
}

}  // namespace ganzoo::laws
