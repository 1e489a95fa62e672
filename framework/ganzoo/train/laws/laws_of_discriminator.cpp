#include <ganzoo/train/laws/laws.hpp>
#include <ganzoo/train/laws/lipschitz.hpp>
#include <ganzoo/train/laws/networks.hpp>
#include <utility>

namespace ganzoo::laws {
namespace {

Counterexample gives_scores(const Specimen& s) {
  return discriminators(s, [](const Discriminator&, const Shape&, nn::Network& network) -> Counterexample {
    if (network.output().size() < 1) return "it gives no score";
    return finite_output(network);
  });
}

Counterexample score_uses_samples(const Specimen& s) {
  return discriminators(s,
                        [](const Discriminator&, const Shape&, nn::Network& network) { return uses_input(network); });
}

template <class Test>
Counterexample of_settled(const Specimen& s, Test test) {
  return discriminators(s, [&](const Discriminator&, const Shape&, nn::Network& network) {
    settle(network);
    return test(network);
  });
}

/// Of images, of one shape: as much time as it is worth.
template <class Test>
Counterexample discriminators_of_one_image(const Specimen& s, Test test) {
  bool image_seen = false;
  return discriminators(s, [&](const Discriminator&, const Shape& sample, nn::Network& network) -> Counterexample {
    if (sample.rank() > 1 && std::exchange(image_seen, true)) return {};
    settle(network);
    return test(network);
  });
}

Counterexample discriminator_slopes(const Specimen& s) { return discriminators_of_one_image(s, slopes); }
Counterexample discriminator_passes(const Specimen& s) { return discriminators_of_one_image(s, passes); }
Counterexample discriminator_mixes_as_told(const Specimen& s) { return discriminators_of_one_image(s, mixes); }
/// The whole network of small samples, and one for images layer by layer: where many units have kinks, the slope of a
/// slope is all kinks, and no differences tell.
Counterexample discriminator_double_backward(const Specimen& s) {
  bool image_seen = false;
  return discriminators(s, [&](const Discriminator& d, const Shape& sample, nn::Network& network) -> Counterexample {
    if (sample.rank() > 1)
      return std::exchange(image_seen, true) ? std::nullopt
                                             : layerwise_double_backward(d.build_for(sample, classes), sample);
    settle(network);
    return double_backward(network);
  });
}

/// A bound is one whatever the weights and wherever one looks; its constant is the author's.
Counterexample lipschitz_as_told(const Specimen& s) {
  if (!s.make<Discriminator>()->provides_lipschitz()) return {};
  return of_settled(s, [](nn::Network& network) -> Counterexample {
    const double usual = steepest(network, 1), far = steepest(network, 100), bound = 4 * std::max(usual, 1.0);
    if (far > bound)
      return fmt::format(
          "its steepest slope is {:.4g} between samples of ordinary size, and {:.4g} between larger ones", usual, far);
    for (float& w : network.parameters().values()) w *= 1000;
    const double heavy = std::max(steepest(network, 1), steepest(network, 1e-3));
    if (heavy <= bound) return {};
    return fmt::format("its steepest slope is {:.4g}, and {:.4g} with weights 1000 times as large", usual, heavy);
  });
}

}  // namespace

std::vector<double> discriminator_behaviour(const Specimen& s) {
  std::vector<double> numbers;
  discriminators(s, [&](const Discriminator&, const Shape&, nn::Network& network) -> Counterexample {
    if (!numbers.empty()) return {};  // one shape is enough
    const OwnedMatrix out = output(network, 4, true);
    numbers.insert(numbers.end(), out.view().flat().begin(), out.view().flat().end());
    return {};
  });
  return numbers;
}

const std::vector<Law>& discriminator_laws() {
  static const std::vector<Law> all{
      {"gives_scores", "it gives no score, or not the same one twice, or not a finite one",
       "a last bit that differs from one call to the next", gives_scores},
      {"uses_samples", "the score does not depend on the sample", "scores that are equal bit for bit",
       score_uses_samples, true},
      {"slopes", "its gradients are not those of its scores",
       "2 % of the gradient to one parameter, or to the input, by itself", discriminator_slopes, true},
      {"passes",
       "a pass overwrites gradients that it must add to, or writes some that it must leave: where a network runs "
       "twice, or "
       "with a penalty, its weights learn something else",
       "0.01 % of the gradient to one parameter", discriminator_passes, true},
      {"mixes_as_told", "a sample's output hangs on the rest of its batch, but mixes_samples() denies it",
       "1e-5 of one number", discriminator_mixes_as_told, true},
      {"double_backward",
       "the gradient of its input gradient is wrong: every gradient penalty would pull its weights elsewhere",
       "5 % of that gradient to one parameter by itself, in a network for small samples or in one layer of one for "
       "images",
       discriminator_double_backward, true},
      {"lipschitz_as_told", "it says that it is Lipschitz, but its slope grows with its weights or with its samples",
       "a slope that grows fourfold with weights 1000 times as large", lipschitz_as_told, true},
  };
  return all;
}

}  // namespace ganzoo::laws
