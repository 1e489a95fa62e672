/// How the laws of generators and discriminators look at a network: over the shapes it can be built for, and number by
/// number.
#pragma once

#include <fmt/format.h>

#include <ganzoo/core/error.hpp>
#include <ganzoo/core/tensor.hpp>
#include <ganzoo/nn/network.hpp>
#include <ganzoo/plugin/law.hpp>
#include <ganzoo/train/discriminator.hpp>
#include <ganzoo/train/generator.hpp>
#include <ganzoo/train/laws/slope.hpp>
#include <limits>
#include <memory>
#include <vector>

namespace ganzoo::laws {

/// Samples that networks are built for; one that fits none of them cannot be examined.
const std::vector<Shape>& sample_shapes();

/// Of the labels, where a network takes some.
constexpr int classes = 3;
/// Each of its classes in turn.
void fill_labels(const nn::Plan& plan);

/// All of them, row by row.
std::vector<float> numbers_of(ConstMatrix matrix);

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
  if (accepted == 0 && !s.varied())
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
        return std::make_unique<nn::Network>("generator", g->build_for(sample, classes), g->noise(sample));
      },
      [&](const Shape& sample, nn::Network& network) { return test(*g, sample, network); });
}

/// Tells one that knows what others learn of two Gaussians, broad and narrow, and the Jensen–Shannon divergence.
void inform(Discriminator&, const Shape& sample);

template <class Test>
Counterexample discriminators(const Specimen& s, Test test) {
  const auto d = s.make<Discriminator>();
  return over_shapes(
      s,
      [&](const Shape& sample) {
        return std::make_unique<nn::Network>("discriminator", d->build_for(sample, classes), sample);
      },
      [&](const Shape& sample, nn::Network& network) {
        inform(*d, sample);
        return test(*d, sample, network);
      });
}

/// The network's output for a stream of normal inputs, after so many passes over them.
OwnedMatrix output(nn::Network&, std::int64_t rows, bool training, std::uint64_t stream = 0, int passes = 1);
/// Passes that let running statistics (of batches, of power iterations) settle.
void settle(nn::Network&);

// What both kinds must satisfy.
Counterexample finite_output(nn::Network&);
Counterexample uses_input(nn::Network&);
/// Whether a sample's output hangs on the others of its batch although mixes_samples() denies it.
Counterexample mixes(nn::Network&);
/// What each pass leaves and adds (nn::Step): accumulate, backward_input(), tangent_backward(), weighted_backward().
Counterexample passes(nn::Network&);
using Value = std::function<Summed()>;
/// Each declared parameter by itself, `gradient` being that of `value` by the flat array of all.
Counterexample wrong_weights(nn::Network&, std::span<const float> gradient, const Value& value);
/// Every parameter's gradient by itself, and the input's.
Counterexample slopes(nn::Network&);
/// The weight gradients of u·∇ₓ(c·D), which gradient penalties descend; u is not 0 at `most_inputs` numbers of a sample.
Counterexample double_backward(nn::Network&, std::int64_t most_inputs = std::numeric_limits<std::int64_t>::max());
/// The same of each layer by itself, with what it owes its input: for networks so large that every step of a
/// difference crosses kinks. u touches few inputs, so few kinks.
Counterexample layerwise_double_backward(const nn::LayerPtr&, const Shape& in);

}  // namespace ganzoo::laws
