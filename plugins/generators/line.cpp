// ganzoo: link fmt
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/ganzoo.hpp>
#include <ganzoo/train/densities.hpp>
#include <limits>
#include <numbers>

namespace {

namespace nn = ganzoo::nn;

/// A function of one number with its first two derivatives, carried through the layers.
struct Jet {
  double value, first, second;
};

Jet activated(const std::string& name, const Jet& x) {
  double y = 0, first = 0, second = 0;
  if (name == "tanh") {
    y = std::tanh(x.value), first = 1 - y * y, second = -2 * y * first;
  } else if (name == "softplus") {
    const double sigmoid = 1 / (1 + std::exp(-x.value));
    y = std::max(x.value, 0.0) + std::log1p(std::exp(-std::abs(x.value)));
    first = sigmoid, second = sigmoid * (1 - sigmoid);
  } else {  // leaky_relu: linear by pieces
    first = x.value > 0 ? 1 : 0.2;
    y = first * x.value;
  }
  return {y, first * x.first, second * x.first * x.first + first * x.second};
}

/// G in double precision, at the network's parameters.
class Map {
 public:
  Map(const nn::Parameters& p, std::size_t layers, std::string activation) : activation_(std::move(activation)) {
    int next = 0;  // parameters, in the order in which build()'s layers declare them
    for (std::size_t i = 0; i < layers; ++i, next += 2) layers_.push_back({numbers(p, next), numbers(p, next + 1)});
    scale_ = numbers(p, next)[0];
    shift_ = numbers(p, next + 1)[0];
  }

  Jet operator()(double z) const {
    std::vector<Jet> x{{z, 1, 0}};
    for (std::size_t k = 0; k < layers_.size(); ++k) {
      x = linear(layers_[k], x);
      if (k + 1 < layers_.size())
        for (Jet& unit : x) unit = activated(activation_, unit);
    }
    return {x[0].value + scale_ * z + shift_, x[0].first + scale_, x[0].second};
  }

 private:
  struct Linear {
    std::vector<double> weight, bias;
  };
  static std::vector<double> numbers(const nn::Parameters& p, int index) {
    const auto values = p.value(index);
    return {values.begin(), values.end()};
  }
  static std::vector<Jet> linear(const Linear& layer, const std::vector<Jet>& x) {
    std::vector<Jet> y;
    for (std::size_t i = 0; i < layer.bias.size(); ++i) {
      Jet sum{layer.bias[i], 0, 0};
      for (std::size_t j = 0; j < x.size(); ++j) {
        const double w = layer.weight[i * x.size() + j];
        sum.value += w * x[j].value, sum.first += w * x[j].first, sum.second += w * x[j].second;
      }
      y.push_back(sum);
    }
    return y;
  }

  std::vector<Linear> layers_;
  std::string activation_;
  double scale_ = 0, shift_ = 0;
};

/// Σ p_z(z)/|G′(z)| over all z with G(z) = x.
class Branches final : public ganzoo::PointDensity {
 public:
  Branches(Map map, bool uniform) : map_(std::move(map)), uniform_(uniform), end_(uniform ? 1 : 9) {
    for (int i = 0; i <= parts; ++i) values_.push_back(map_(at(i)).value);
  }
  std::int64_t dimensions() const override { return 1; }

  double log_density(std::span<const double> x, std::span<double> slope) const override {
    double density = 0, change = 0;
    for (int i = 0; i < parts; ++i) {
      const double low = values_[static_cast<std::size_t>(i)], high = values_[static_cast<std::size_t>(i) + 1];
      if (!((low <= x[0] && x[0] < high) || (high <= x[0] && x[0] < low))) continue;
      const double z = root(x[0], at(i), at(i + 1));
      const Jet g = map_(z);
      const double part = noise(z) / std::abs(g.first);
      density += part;
      change += part * ((uniform_ ? 0 : -z) - g.second / g.first) / g.first;
    }
    if (!slope.empty()) slope[0] = density > 0 ? change / density : 0;
    return density > 0 ? std::log(density) : -std::numeric_limits<double>::infinity();
  }

 private:
  static constexpr int parts = 2048;
  double at(int i) const { return end_ * (2.0 * i / parts - 1); }
  double noise(double z) const { return uniform_ ? 0.5 : std::exp(-0.5 * z * z) / std::sqrt(2 * std::numbers::pi); }

  /// Newton inside a bracket, halved where Newton leaves it.
  double root(double x, double low, double high) const {
    const bool rises = map_(low).value < map_(high).value;
    double z = 0.5 * (low + high);
    for (int n = 0; n < 80; ++n) {
      const Jet g = map_(z);
      ((g.value < x) == rises ? low : high) = z;
      const double newton = z - (g.value - x) / g.first;
      const double next = newton > low && newton < high ? newton : 0.5 * (low + high);
      if (std::abs(next - z) <= 1e-15 * end_) return next;
      z = next;
    }
    return z;
  }

  Map map_;
  bool uniform_;
  double end_;
  std::vector<double> values_;
};

/// From the line to the line, so that its density is known by change of variables.
struct Line : ganzoo::Generator, ganzoo::DenseGenerator {
  static constexpr ganzoo::About about{
      .title = "map of the line",
      .source = "Goodfellow et al., NeurIPS 2014, figure 1",
      .summary =
          "x = shift + scale · z + a multilayer perceptron of z, for samples of one number. Its density is "
          "p(z)/|G′(z)| "
          "over all z that lead to x; branches of G narrower than a thousandth of the noise's range are not seen."};

  std::string noise_law = "normal";
  std::vector<int> hidden{32};
  std::string activation = "tanh";
  double shift = 0, scale = 1;
  static constexpr auto parameters = std::tuple{
      ganzoo::choice("noise_law", &Line::noise_law, "z: standard normal, or uniform in [−1, 1)", "normal", "uniform"),
      ganzoo::parameter("hidden", &Line::hidden, ganzoo::at_least(1), "widths of the perceptron's hidden layers"),
      ganzoo::choice("activation", &Line::activation, "of the hidden layers", "tanh", "softplus", "leaky_relu"),
      ganzoo::parameter("shift", &Line::shift, "at the start"),
      ganzoo::parameter("scale", &Line::scale, "at the start")};

  ganzoo::Shape noise(const ganzoo::Shape&) const override { return {1}; }
  bool uniform_noise() const override { return noise_law == "uniform"; }

  nn::LayerPtr build(const ganzoo::Shape& sample) const override {
    if (sample.size() != 1 || sample.rank() != 1)
      throw ganzoo::Error(ganzoo::Exit::usage,
                          fmt::format("generator line: a sample is {}, but must be one number", to_string(sample)));
    std::vector<nn::LayerPtr> layers;
    for (const int width : hidden) {
      layers.push_back(nn::dense(width));
      layers.push_back(nn::activation(activation));
    }
    layers.push_back(nn::dense(1));
    return nn::residual(nn::sequential(std::move(layers)), nn::scale_shift(scale, shift));
  }

  ganzoo::PointDensityPtr point_density(const ganzoo::Shape&, const nn::Parameters& p) const override {
    return std::make_shared<Branches>(Map(p, hidden.size() + 1, activation), uniform_noise());
  }
};

}  // namespace

GANZOO_PLUGIN(Line)
