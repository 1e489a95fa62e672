// The double reference against central differences of its own forward pass.
#include <functional>

#include "pair.hpp"

using namespace ganzoo;
using namespace ganzoo::nn;
using namespace ganzoo::nn::test;

namespace {

Numbers normals(std::size_t n, std::uint64_t seed) {
  const Rng rng(seed, Purpose::other, 9);
  Numbers x(n);
  for (std::size_t i = 0; i < n; ++i) x[i] = rng.normal(i);
  return x;
}

double dot(const Numbers& a, const Numbers& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

/// d f / d x by Richardson's extrapolation of central differences: error O(h⁴).
double difference(double& x, const std::function<double()>& f) {
  const double at = x;
  auto central = [&](double h) {
    x = at + h;
    const double up = f();
    x = at - h;
    const double down = f();
    x = at;
    return (up - down) / (2 * h);
  };
  constexpr double h = 1e-4;
  return (4 * central(h) - central(2 * h)) / 3;
}

void check_close(double actual, double expected) {
  CHECK(std::abs(actual - expected) <= 1e-8 * (1 + std::abs(expected)));
}

void check_layer(reference::Layer& layer, std::size_t size, std::uint64_t seed) {
  for (std::size_t i = 0; i < layer.parameters.size(); ++i) {
    layer.parameters[i] = normals(layer.parameters[i].size(), seed + 10 + i);
  }
  Numbers x = normals(size, seed);
  const Numbers u = normals(size, seed + 1), c = normals(layer.forward(x).size(), seed + 2),
                owed = normals(c.size(), seed + 3);
  auto loss = [&] { return dot(c, layer.forward(x)); };
  // S = c·Ḋ(x; u), and what the output is owed is ∂S'/∂y of a loss behind: S' = S + owed·y.
  auto slope = [&] {
    const double value = dot(owed, layer.forward(x));
    return dot(c, layer.tangent(u)) + value;
  };
  auto all_differences = [&](const std::function<double()>& f, const Numbers& input,
                             const std::vector<Numbers>& gradients) {
    for (std::size_t i = 0; i < x.size(); ++i) check_close(input[i], difference(x[i], f));
    for (std::size_t p = 0; p < gradients.size(); ++p) {
      for (std::size_t i = 0; i < gradients[p].size(); ++i) {
        check_close(gradients[p][i], difference(layer.parameters[p][i], f));
      }
    }
  };
  auto clear = [&] {
    for (Numbers& g : layer.gradients) std::fill(g.begin(), g.end(), 0.0);
  };

  layer.forward(x);
  clear();
  const Numbers dx = layer.backward(c);
  const std::vector<Numbers> first = layer.gradients;
  layer.tangent(u);
  clear();
  const Numbers debt = layer.tangent_backward(owed);
  const std::vector<Numbers> second = layer.gradients;

  all_differences(loss, dx, first);
  all_differences(slope, debt, second);

  // The tangent is the derivative along u.
  double along = 0;
  const Numbers start = x;
  auto moved = [&] {
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = start[i] + along * u[i];
    return dot(c, layer.forward(x));
  };
  const double expected = difference(along, moved);
  x = start;
  layer.forward(x);
  check_close(dot(c, layer.tangent(u)), expected);
  check_close(dot(dx, u), expected);
}

}  // namespace

TEST_CASE("every reference layer's derivatives are its differences", "[unit]") {
  using Kind = Activation::Kind;
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    check_layer(*reference::dense(3, 4), 15, seed);
    check_layer(*reference::dense(3, 4, false), 15, seed);
    check_layer(*reference::maxout(3, 4, 3), 15, seed);
    for (const Kind kind : {Kind::identity, Kind::relu, Kind::tanh, Kind::sigmoid, Kind::softplus}) {
      check_layer(*reference::activation({kind, 0}), 12, seed);
    }
    check_layer(*reference::activation({Kind::leaky_relu, 0.25f}), 12, seed);
    check_layer(*reference::activation({Kind::elu, 1.5f}), 12, seed);
    check_layer(*reference::mask({0, 2, 2, 0, 2, 2}), 6, seed);
    check_layer(*reference::scale_shift(3), 12, seed);
    check_layer(*reference::batch_norm(3, 1e-2), 15, seed);
    check_layer(*reference::batch_norm(3, 1e-2, {0.1, 0.2, 0.3}, {1, 2, 3}), 15, seed);
    const reference::Window window{.height = 4, .width = 5, .in = 2, .out = 3, .kernel = 3, .stride = 2, .padding = 1};
    const reference::Window back{.height = 2,
                                 .width = 3,
                                 .in = 3,
                                 .out = 2,
                                 .kernel = 3,
                                 .stride = 2,
                                 .padding = 1,
                                 .output_padding = 1,
                                 .bias = false};
    check_layer(*reference::conv2d(window), 2 * 40, seed);
    check_layer(*reference::conv_transpose2d(back), 2 * 18, seed);
    check_layer(*reference::layer_norm(6, 2, 1e-2), 18, seed);
    check_layer(*reference::layer_norm(12, 4, 1e-2, 2), 24, seed);
    check_layer(*reference::attend(3, 2, 2), 36, seed);
    check_layer(*reference::gain(), 6, seed);
    check_layer(*reference::upsample(2, 3, 2, 2), 24, seed);
    check_layer(*reference::pool(4, 2, 3, 2, 0.25), 48, seed);
    check_layer(*reference::minibatch_stddev(4, 2, 3), 24, seed);
    check_layer(*reference::pack(4, 2, 3), 24, seed);
    check_layer(*reference::spectral_norm(reference::dense(3, 4), {0.5, -0.5, 0.1, 0.7}), 15, seed);
    const auto smooth = [] { return reference::activation({Kind::tanh, 0}); };
    check_layer(*reference::residual(smooth(), nullptr), 12, seed);
    check_layer(*reference::residual(reference::dense(3, 4), reference::dense(3, 4)), 15, seed);
    std::vector<reference::LayerPtr> layers;
    layers.push_back(reference::dense(3, 4));
    layers.push_back(reference::activation({Kind::tanh, 0}));
    layers.push_back(reference::batch_norm(4, 1e-1));
    layers.push_back(reference::dense(4, 2));
    layers.push_back(reference::activation({Kind::softplus, 0}));
    check_layer(*reference::sequential(std::move(layers)), 15, seed);
  }
}
