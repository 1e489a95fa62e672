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

/// Derivatives by a unit's value and by its slope in z.
struct OfJet {
  double value, first;
};

/// Back through an activation at x.
OfJet back_through(const std::string& name, const Jet& x, const OfJet& of_y) {
  const Jet slopes = activated(name, {x.value, 1, 0});  // its first two derivatives
  return {of_y.value * slopes.first + of_y.first * slopes.second * x.first, of_y.first * slopes.first};
}

/// G in double precision, at the network's parameters.
class Map {
 public:
  Map(const nn::Parameters& p, std::size_t layers, std::string activation) : activation_(std::move(activation)) {
    int next = 0;  // parameters, in the order in which build()'s layers declare them
    for (std::size_t i = 0; i < layers; ++i, next += 2)
      layers_.push_back({numbers(p, next), numbers(p, next + 1), offset(p, next), offset(p, next + 1)});
    scale_ = numbers(p, next)[0];
    shift_ = numbers(p, next + 1)[0];
    scale_at_ = offset(p, next);
    shift_at_ = offset(p, next + 1);
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

  /// Adds the derivatives by all parameters of a·G(z) + b·G′(z) to `gradient`, which is laid out as they are.
  void add_gradient(double z, double a, double b, std::span<double> gradient) const {
    std::vector<std::vector<Jet>> in, before;  // of each layer: its input, and its output before the activation
    std::vector<Jet> x{{z, 1, 0}};
    for (std::size_t k = 0; k < layers_.size(); ++k) {
      in.push_back(x);
      before.push_back(linear(layers_[k], x));
      x = before.back();
      for (Jet& unit : x) unit = activated(activation_, unit);
    }
    std::vector<OfJet> of{{a, b}};
    for (std::size_t k = layers_.size(); k-- > 0;) {
      if (k + 1 < layers_.size())
        for (std::size_t i = 0; i < of.size(); ++i) of[i] = back_through(activation_, before[k][i], of[i]);
      of = back(layers_[k], in[k], of, gradient);
    }
    gradient[scale_at_] += a * z + b;
    gradient[shift_at_] += a;
  }

 private:
  struct Linear {
    std::vector<double> weight, bias;
    std::size_t weight_at, bias_at;  ///< among all parameters
  };
  static std::size_t offset(const nn::Parameters& p, int index) {
    return static_cast<std::size_t>(p.entries()[static_cast<std::size_t>(index)].offset);
  }
  static std::vector<OfJet> back(const Linear& layer, const std::vector<Jet>& x, const std::vector<OfJet>& of_y,
                                 std::span<double> gradient) {
    std::vector<OfJet> of_x(x.size(), OfJet{0, 0});
    for (std::size_t i = 0; i < of_y.size(); ++i) {
      gradient[layer.bias_at + i] += of_y[i].value;
      for (std::size_t j = 0; j < x.size(); ++j) {
        const std::size_t at = i * x.size() + j;
        gradient[layer.weight_at + at] += of_y[i].value * x[j].value + of_y[i].first * x[j].first;
        of_x[j].value += of_y[i].value * layer.weight[at];
        of_x[j].first += of_y[i].first * layer.weight[at];
      }
    }
    return of_x;
  }
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
  std::size_t scale_at_ = 0, shift_at_ = 0;
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
    visit(x[0], [&](double z, const Jet& g, double part) {
      density += part;
      change += part * bend(z, g) / g.first;
    });
    if (!slope.empty()) slope[0] = density > 0 ? change / density : 0;
    return density > 0 ? std::log(density) : -std::numeric_limits<double>::infinity();
  }

  /// log p(x); adds `share` of its derivatives by all parameters to `gradient`. Where θ moves, so does each z that leads to
  /// x, by −∂G/∂θ / G′.
  double add_gradient(double x, double share, std::span<double> gradient) const {
    double density = 0;
    visit(x, [&](double, const Jet&, double part) { density += part; });
    if (density == 0) return -std::numeric_limits<double>::infinity();
    visit(x, [&](double z, const Jet& g, double part) {
      const double weight = share * part / density;
      map_.add_gradient(z, -weight * bend(z, g) / g.first, -weight / g.first, gradient);
    });
    return std::log(density);
  }

 private:
  /// d/dz of log p_z(z)/|G′(z)|.
  double bend(double z, const Jet& g) const { return (uniform_ ? 0 : -z) - g.second / g.first; }

  /// act(z, G at z, p_z(z)/|G′(z)|) for all z that lead to x.
  template <class Act>
  void visit(double x, const Act& act) const {
    for (int i = 0; i < parts; ++i) {
      const double low = values_[static_cast<std::size_t>(i)], high = values_[static_cast<std::size_t>(i) + 1];
      if (!((low <= x && x < high) || (high <= x && x < low))) continue;
      const double z = root(x, at(i), at(i + 1));
      const Jet g = map_(z);
      act(z, g, noise(z) / std::abs(g.first));
    }
  }

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
struct Line : ganzoo::Generator, ganzoo::DenseGenerator, ganzoo::LikelihoodGenerator {
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

  double log_likelihood(const nn::Parameters& p, ganzoo::ConstMatrix x, std::span<double> gradient) const override {
    const Branches branches(Map(p, hidden.size() + 1, activation), uniform_noise());
    std::ranges::fill(gradient, 0.0);
    const double share = 1 / static_cast<double>(x.rows);
    double sum = 0;
    for (std::int64_t i = 0; i < x.rows; ++i) sum += share * branches.add_gradient(x(i, 0), share, gradient);
    return sum;
  }
};

}  // namespace

GANZOO_PLUGIN(Line)
