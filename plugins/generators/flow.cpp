// ganzoo: link fmt
#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/ganzoo.hpp>
#include <limits>

#include "coupling_layer.hpp"
#include "flow_density.hpp"

namespace {

namespace nn = ganzoo::nn;
using ganzoo::flow::CouplingLayer;
using ganzoo::flow::FlowDensity;
using ganzoo::flow::FlowGradient;
using ganzoo::flow::Split;
using ganzoo::flow::Weights;

/// A normalizing flow: its density is known wherever its samples are.
struct Flow : ganzoo::Generator, ganzoo::DenseGenerator, ganzoo::LikelihoodGenerator {
  static constexpr ganzoo::About about{
      .title = "normalizing flow",
      .source = "Dinh, Sohl-Dickstein & Bengio, Density estimation using Real NVP, ICLR 2017",
      .summary =
          "Affine couplings that move one half of a sample's numbers by functions of the other, in turns, then a scale "
          "and a shift of each number. Invertible, so that its density is known in any dimension from two on."};

  int couplings = 8, hidden = 32;
  double scale = 1, shift = 0;
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("couplings", &Flow::couplings, ganzoo::closed(1, 1000), "how many, each moving the other half"),
      ganzoo::parameter("hidden", &Flow::hidden, ganzoo::closed(1, 100000), "units of each coupling's perceptron"),
      ganzoo::parameter("scale", &Flow::scale, ganzoo::positive(), "of each number at the start"),
      ganzoo::parameter("shift", &Flow::shift, "likewise")};

  ganzoo::Shape noise(const ganzoo::Shape& sample) const override { return {sample.size()}; }

  nn::LayerPtr build(const ganzoo::Shape& sample) const override {
    if (sample.size() < 2 || sample.rank() != 1)
      throw ganzoo::Error(
          ganzoo::Exit::usage,
          fmt::format("generator flow: a sample is {}, but must be a row of two numbers or more", to_string(sample)));
    std::vector<nn::LayerPtr> layers;
    for (int i = 0; i < couplings; ++i) layers.push_back(std::make_shared<CouplingLayer>(hidden, i % 2 == 0));
    layers.push_back(nn::scale_shift(scale, shift));
    return nn::sequential(std::move(layers));
  }

  ganzoo::PointDensityPtr point_density(const ganzoo::Shape& sample, const nn::Parameters& p) const override {
    return flow_density(sample.size(), p);
  }

  double log_likelihood(const nn::Parameters& p, ganzoo::ConstMatrix x, std::span<double> gradient) const override {
    const auto density = flow_density(x.columns, p);
    if (!density) return -std::numeric_limits<double>::infinity();
    std::ranges::fill(gradient, 0.0);
    const FlowGradient into = parts(p, gradient);
    std::vector<double> point(static_cast<std::size_t>(x.columns)), slope(point.size());
    double sum = 0;
    for (std::int64_t i = 0; i < x.rows; ++i) {
      std::ranges::copy(x.row(i), point.begin());
      sum += density->log_density(point, slope, &into);
    }
    for (double& g : gradient) g /= static_cast<double>(x.rows);
    return sum / static_cast<double>(x.rows);
  }

 private:
  /// Of the flat array of all parameters' derivatives, which are whose.
  FlowGradient parts(const nn::Parameters& p, std::span<double> all) const {
    std::size_t next = 0;
    const auto part = [&] {
      const auto& entry = p.entries()[next++];
      return all.subspan(static_cast<std::size_t>(entry.offset), static_cast<std::size_t>(entry.size));
    };
    FlowGradient into;
    for (int i = 0; i < couplings; ++i) {
      Weights<double>& w = into.couplings.emplace_back();
      w.w1 = part(), w.b1 = part(), w.w2 = part(), w.b2 = part();
    }
    into.scale = part(), into.shift = part();
    return into;
  }

  /// Null where a scale is 0.
  std::shared_ptr<const FlowDensity> flow_density(std::int64_t d, const nn::Parameters& p) const {
    const auto numbers = [&p](int index) {
      const auto values = p.value(index);
      return std::vector<double>(values.begin(), values.end());
    };
    std::vector<ganzoo::flow::Coupling> all;
    int next = 0;  // parameters, in the order in which build()'s layers declare them
    for (int i = 0; i < couplings; ++i, next += 4)
      all.push_back({Split(d, i % 2 == 0), numbers(next), numbers(next + 1), numbers(next + 2), numbers(next + 3)});
    std::vector<double> scales = numbers(next);
    if (std::ranges::any_of(scales, [](double s) { return s == 0; })) return nullptr;
    return std::make_shared<const FlowDensity>(std::move(all), std::move(scales), numbers(next + 1));
  }
};

}  // namespace

GANZOO_PLUGIN(Flow)
