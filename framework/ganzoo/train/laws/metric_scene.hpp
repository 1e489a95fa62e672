/// What the laws let a metric look at: data of which everything is known, and samples of it that were moved.
#pragma once

#include <ganzoo/divergence/divergence.hpp>
#include <ganzoo/nn/network.hpp>
#include <ganzoo/train/metric.hpp>
#include <memory>
#include <vector>

namespace ganzoo::laws {

/// Three narrow modes, on the line or in the plane.
struct KnownModes : Data {
  explicit KnownModes(std::int64_t d);
  Shape shape() const override { return {modes_.centres.columns}; }
  const Modes* modes() const override { return &modes_; }
  std::optional<Distribution> density() const override;
  void draw(Matrix batch, const Rng& rng) const override;

 private:
  Modes modes_;
};

/// A generator whose samples are the data's, moved by `shift`.
struct MovedModes : Generator {
  MovedModes(const KnownModes& d, double s) : data(d), shift(s) {}
  Shape noise(const Shape& sample) const override { return sample; }
  nn::LayerPtr build(const Shape&) const override;
  std::optional<Distribution> density(const nn::Parameters&) const override;

  const KnownModes& data;
  double shift;
};

struct MetricScene {
  static constexpr std::int64_t samples = 2048;  ///< of each side
  static constexpr std::int64_t all_axes = -1;
  static constexpr double untouched = -123456.789;

  KnownModes data;
  MovedModes generator;
  std::unique_ptr<Divergence> divergence;  ///< Jensen and Shannon's
  nn::Network network;
  OwnedMatrix real, fake, validation;
  Evaluation evaluation;
  std::int64_t reals_asked = 0, fakes_asked = 0;  ///< the most at a time

  /// Fakes moved by `shift` along one axis, or along all of them.
  MetricScene(std::int64_t d, double shift, std::int64_t axis = all_axes);

  /// What the metric makes of n samples; `untouched` where it sets nothing.
  std::vector<double> values(Metric& metric, std::int64_t n = 1024) const;
};

/// The dimensions of the scenes that the metric accepts, the first of them; 0 where it accepts none.
std::int64_t accepted_dimensions(const Metric& metric);

}  // namespace ganzoo::laws
