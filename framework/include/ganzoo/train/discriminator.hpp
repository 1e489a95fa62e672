/// A discriminator (a critic where its output is a score): sample x → score v [k].
#pragma once

#include <ganzoo/nn/layers.hpp>
#include <ganzoo/plugin/component.hpp>

namespace ganzoo {

class GANZOO_API Discriminator : public Component {
 public:
  static constexpr Kind kind = Kind::discriminator;

  /// The network from `sample` to the scores, k = 1 unless a divergence asks for more. No activation at the end: a
  /// divergence brings its own. Throws ganzoo::Error where `sample` does not fit.
  virtual nn::LayerPtr build(const Shape& sample) const = 0;
  /// Likewise for data of so many classes, 0 where it has no labels: what a conditional discriminator overrides, whose
  /// network takes a label beside the sample (nn::class_projection).
  virtual nn::LayerPtr build_for(const Shape& sample, int /*classes*/) const { return build(sample); }
  /// True where the network itself is Lipschitz (spectral normalisation).
  virtual bool provides_lipschitz() const { return false; }
};

}  // namespace ganzoo
