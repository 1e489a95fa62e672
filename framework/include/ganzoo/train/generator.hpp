/// A generator: noise z → sample x. Most are networks; the author gives parameters and build().
#pragma once

#include <ganzoo/divergence/distribution.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/plugin/component.hpp>

#include <optional>

namespace ganzoo {

class GANZOO_API Generator : public Component {
 public:
  static constexpr Kind kind = Kind::generator;

  /// The shape of z; its numbers are standard normal unless uniform_noise().
  virtual Shape noise(const Shape& sample) const = 0;
  /// z uniform in [−1, 1) instead.
  virtual bool uniform_noise() const { return false; }
  /// The network from noise(sample) to `sample`. Throws ganzoo::Error where it cannot make that shape.
  virtual nn::LayerPtr build(const Shape& sample) const = 0;
  /// Likewise for data of so many classes, 0 where it has no labels: what a conditional generator overrides, whose
  /// network takes a label beside z (nn::class_embedding).
  virtual nn::LayerPtr build_for(const Shape& sample, int /*classes*/) const { return build(sample); }
  /// The distribution of its samples at these parameters, where it is known (metric exact_divergence).
  virtual std::optional<Distribution> density(const nn::Parameters&) const { return std::nullopt; }
};

}  // namespace ganzoo
