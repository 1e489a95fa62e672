// The layers of image networks in float against their double references, on 200 random shapes each.
#include <ganzoo/nn/network.hpp>

#include "bfloat16.hpp"
#include "pair.hpp"

using namespace ganzoo;
using namespace ganzoo::nn;
using namespace ganzoo::nn::test;

namespace {

constexpr int shapes = 200;
constexpr double tolerance = 2e-5;

/// Numbers of one trial.
struct Draw {
  Rng rng;
  std::uint64_t next = 0;

  explicit Draw(int trial) : rng(static_cast<std::uint64_t>(trial), Purpose::other, 78) {}
  int between(int low, int high) { return low + static_cast<int>(rng.below(next++, wide(high - low + 1))); }
};

/// A random window on a random image, with channels on both sides of what a vector holds.
struct Case {
  int batch;
  reference::Window window;
  Conv conv;
  Activation activation;

  explicit Case(int trial, bool transposed) {
    Draw draw(trial);
    const bool large = trial % 8 == 0;
    batch = draw.between(1, large ? 5 : 3);
    window = {.height = wide(draw.between(transposed ? 2 : 4, 7)),
              .width = wide(draw.between(transposed ? 2 : 4, 7)),
              .in = wide(draw.between(1, large ? 34 : 5)),
              .out = wide(draw.between(1, large ? 34 : 5)),
              .kernel = wide(draw.between(1, 4)),
              .stride = wide(draw.between(1, 3)),
              .padding = 0,
              .bias = draw.between(0, 3) > 0};
    window.padding = wide(draw.between(0, static_cast<int>(window.kernel - 1) / 2));
    if (transposed) window.output_padding = wide(draw.between(0, static_cast<int>(window.stride) - 1));
    // 1/√(numbers under the window): sums of order one, so that a rectifier's kink is met as rarely as it can be.
    const double scale = 1 / std::sqrt(static_cast<double>(window.kernel * window.kernel * window.in));
    conv = {.kernel = static_cast<int>(window.kernel),
            .stride = static_cast<int>(window.stride),
            .padding = static_cast<int>(window.padding),
            .output_padding = static_cast<int>(window.output_padding),
            .weight = {.law = Init::Law::normal, .scale = scale},
            .bias = window.bias};
    constexpr Activation activations[]{{Activation::Kind::identity, 0},
                                       {Activation::Kind::leaky_relu, 0.2f},
                                       {Activation::Kind::tanh, 0},
                                       {Activation::Kind::relu, 0}};
    activation = activations[trial % 4];
  }
  Shape shape() const {
    return {static_cast<std::int64_t>(window.height), static_cast<std::int64_t>(window.width),
            static_cast<std::int64_t>(window.in)};
  }
  LayerPtr fused(LayerPtr layer) const {
    return sequential({std::move(layer), nn::activation(name_of(activation.kind), 0.2)});
  }
};

}  // namespace

TEST_CASE("a convolution with any activation fused agrees with its reference", "[unit]") {
  for (int trial = 0; trial < shapes; ++trial) {
    const Case c(trial, false);
    const auto& w = c.window;
    CAPTURE(trial, c.batch, w.height, w.width, w.in, w.out, w.kernel, w.stride, w.padding, w.bias);
    Alone fast(c.fused(conv2d(static_cast<int>(w.out), c.conv)), c.shape(), {.batch = c.batch}, wide(trial));
    for (float& weight : fast.parameters.value(0)) weight *= static_cast<float>(c.conv.weight.scale);
    compare(fast, *chain(reference::conv2d(w), reference::activation(c.activation)), tolerance);
  }
}

TEST_CASE("a transposed convolution with any activation fused agrees with its reference", "[unit]") {
  for (int trial = 0; trial < shapes; ++trial) {
    const Case c(trial, true);
    const auto& w = c.window;
    CAPTURE(trial, c.batch, w.height, w.width, w.in, w.out, w.kernel, w.stride, w.padding, w.output_padding, w.bias);
    Alone fast(c.fused(conv_transpose2d(static_cast<int>(w.out), c.conv)), c.shape(), {.batch = c.batch}, wide(trial));
    for (float& weight : fast.parameters.value(0)) weight *= static_cast<float>(c.conv.weight.scale);
    compare(fast, *chain(reference::conv_transpose2d(w), reference::activation(c.activation)), tolerance);
  }
}

TEST_CASE("convolutions of many channels agree with their reference", "[unit]") {
  for (int trial = 0; trial < shapes / 4; ++trial) {
    const bool transposed = trial % 2 == 1;
    Case c(trial, transposed);
    Draw draw(trial + 2 * shapes);
    c.batch = draw.between(1, 12);
    auto& w = c.window;
    w.in = wide(draw.between(14, trial % 5 ? 40 : 90));
    w.out = wide(draw.between(14, 40));
    CAPTURE(trial, c.batch, w.height, w.width, w.in, w.out, w.kernel, w.stride, w.padding, w.output_padding, w.bias);
    const auto out = static_cast<int>(w.out);
    Alone fast(c.fused(transposed ? conv_transpose2d(out, c.conv) : conv2d(out, c.conv)), c.shape(), {.batch = c.batch},
               wide(trial));
    for (float& weight : fast.parameters.value(0)) weight *= 1.f / 16;
    compare(
        fast,
        *chain(transposed ? reference::conv_transpose2d(w) : reference::conv2d(w), reference::activation(c.activation)),
        tolerance);
  }
}

TEST_CASE("convolutions in bfloat16 agree with their reference on numbers that bfloat16 holds", "[unit]") {
  if (without_bfloat16()) return;
  for (int trial = 0; trial < shapes; ++trial) {
    const bool transposed = trial % 2 == 1;
    Case c(trial, transposed);
    Draw draw(trial + shapes);
    auto& w = c.window;
    w.in = wide(draw.between(14, trial % 5 ? 40 : 90));
    w.out = wide(draw.between(14, 40));
    CAPTURE(trial, c.batch, w.height, w.width, w.in, w.out, w.kernel, w.stride, w.padding, w.output_padding, w.bias);
    // A rectifier keeps δ what it was or makes it 0.
    const bool rectified = trial % 4 < 2;
    const auto out = static_cast<int>(w.out);
    const LayerPtr layer =
        sequential({transposed ? conv_transpose2d(out, c.conv) : conv2d(out, c.conv), rectified ? relu() : nullptr});
    Alone fast(layer, c.shape(), {.batch = c.batch}, wide(trial), Precision::bf16);
    for (float& weight : fast.parameters.value(0)) weight *= 1.f / 16;
    fast.round();
    compare(fast,
            *chain(transposed ? reference::conv_transpose2d(w) : reference::conv2d(w),
                   reference::activation({rectified ? Activation::Kind::relu : Activation::Kind::identity, 0})),
            tolerance);
  }
}

TEST_CASE("batch norm of images agrees with its reference, with any rectifier fused", "[unit]") {
  for (int trial = 0; trial < shapes; ++trial) {
    Draw draw(trial);
    const int batch = draw.between(2, 4), height = draw.between(1, 3), width = draw.between(2, 3),
              channels = draw.between(1, trial % 8 ? 5 : 40);
    const bool training = trial % 5 != 0;
    CAPTURE(trial, batch, height, width, channels, training);
    const LayerPtr layer = sequential({batch_norm(0.1, 1e-2), trial % 3 == 0   ? relu()
                                                              : trial % 3 == 1 ? leaky_relu(0.2)
                                                                               : nullptr});
    const Activation activation = trial % 3 == 0   ? Activation{Activation::Kind::relu, 0}
                                  : trial % 3 == 1 ? Activation{Activation::Kind::leaky_relu, 0.2f}
                                                   : Activation{};
    Alone fast(layer, Shape{height, width, channels}, {.batch = batch, .training = training}, wide(trial));
    Numbers mean, variance;
    if (!training) {
      for (float& v : fast.parameters.statistic(0)) v = 0.25f;
      mean = widened(fast.parameters.statistic(0));
      variance = widened(fast.parameters.statistic(1));
    }
    compare(fast,
            *chain(reference::batch_norm(wide(channels), 1e-2, mean, variance), reference::activation(activation)),
            10 * tolerance);
  }
}

TEST_CASE("layer norm agrees with its reference, on vectors and on images", "[unit]") {
  for (int trial = 0; trial < shapes; ++trial) {
    Draw draw(trial);
    const int batch = draw.between(1, 5), height = draw.between(1, 3), width = draw.between(1, 3),
              channels = draw.between(2, trial % 8 ? 5 : 19);
    CAPTURE(trial, batch, height, width, channels);
    const bool image = trial % 3 != 0;
    Alone fast(layer_norm(1e-2), image ? Shape{height, width, channels} : Shape{channels}, {.batch = batch},
               wide(trial));
    compare(fast, *reference::layer_norm(wide(image ? height * width * channels : channels), wide(channels), 1e-2),
            10 * tolerance);
  }
}

TEST_CASE("upsampling and pooling agree with their references", "[unit]") {
  for (int trial = 0; trial < shapes; ++trial) {
    Draw draw(trial);
    const int batch = draw.between(1, 3), height = draw.between(1, 3), width = draw.between(1, 4),
              channels = draw.between(1, 20), factor = draw.between(1, 3);
    CAPTURE(trial, batch, height, width, channels, factor);
    const Shape small{height, width, channels}, large{height * factor, width * factor, channels};
    Alone up(upsample(factor), small, {.batch = batch}, wide(trial));
    compare(up, *reference::upsample(wide(height), wide(width), wide(channels), wide(factor)), tolerance);
    const auto pool = [&](double weight) {
      return reference::pool(wide(height * factor), wide(width * factor), wide(channels), wide(factor), weight);
    };
    Alone average(average_pool(factor), large, {.batch = batch}, wide(trial));
    compare(average, *pool(1.0 / (factor * factor)), tolerance);
    Alone sum(sum_pool(factor), large, {.batch = batch}, wide(trial));
    compare(sum, *pool(1), tolerance);
  }
}

TEST_CASE("minibatch standard deviation agrees with its reference", "[unit]") {
  for (int trial = 0; trial < shapes; ++trial) {
    Draw draw(trial);
    const int group = draw.between(2, 5), batch = group * draw.between(1, 3), pixels = draw.between(1, 4),
              channels = draw.between(1, 6);
    CAPTURE(trial, batch, group, pixels, channels);
    Alone fast(minibatch_stddev(group), trial % 2 ? Shape{pixels, 1, channels} : Shape{channels}, {.batch = batch},
               wide(trial));
    compare(fast,
            *reference::minibatch_stddev(wide(trial % 2 ? pixels * channels : channels), wide(channels), wide(group)),
            10 * tolerance);
  }
}

TEST_CASE("residual blocks agree with their reference, with and without a way of their own past the body", "[unit]") {
  for (int trial = 0; trial < shapes; ++trial) {
    Draw draw(trial);
    const int batch = draw.between(2, 4), in = draw.between(1, 5), size = 2 * draw.between(1, 2);
    const bool identity = trial % 2 == 0;
    const int out = identity ? in : draw.between(1, 6);
    CAPTURE(trial, batch, in, out, size);
    const Conv same{.kernel = 3, .padding = 1}, point{.kernel = 1};
    const LayerPtr body = sequential({tanh(), conv2d(out, same), softplus(), conv2d(out, same), sigmoid()});
    const LayerPtr layer = residual(body, identity ? nullptr : sequential({conv2d(out, point), tanh()}));
    const auto window = [&](int from, std::size_t kernel, std::size_t padding) {
      return reference::Window{.height = wide(size),
                               .width = wide(size),
                               .in = wide(from),
                               .out = wide(out),
                               .kernel = kernel,
                               .stride = 1,
                               .padding = padding};
    };
    const auto smooth = [](Activation::Kind kind) { return reference::activation({kind, 0}); };
    using Kind = Activation::Kind;
    reference::LayerPtr slow_body =
        chain(smooth(Kind::tanh), reference::conv2d(window(in, 3, 1)), smooth(Kind::softplus),
              reference::conv2d(window(out, 3, 1)), smooth(Kind::sigmoid));
    reference::LayerPtr slow_shortcut =
        identity ? nullptr : chain(reference::conv2d(window(in, 1, 0)), smooth(Kind::tanh));
    Alone fast(layer, Shape{size, size, in}, {.batch = batch}, wide(trial));
    compare(fast, *reference::residual(std::move(slow_body), std::move(slow_shortcut)), 10 * tolerance);
  }
}

TEST_CASE("spectral normalisation agrees with its reference, around every layer with a weight", "[unit]") {
  for (int trial = 0; trial < shapes; ++trial) {
    Draw draw(trial);
    const int batch = draw.between(1, 4), in = draw.between(1, 12), out = draw.between(1, 12);
    CAPTURE(trial, batch, in, out);
    const auto unit = [](int rows) { return Numbers(wide(rows), 1 / std::sqrt(static_cast<double>(rows))); };
    if (trial % 2 == 0) {
      Alone fast(spectral_norm(dense(out)), Shape{in}, {.batch = batch}, wide(trial));
      compare(fast, *reference::spectral_norm(reference::dense(wide(in), wide(out)), unit(out)), 10 * tolerance);
    } else {
      const bool transposed = trial % 4 == 1;
      const Conv conv{.kernel = 3, .stride = 2, .padding = 1};
      const reference::Window window{
          .height = 4, .width = 3, .in = wide(in), .out = wide(out), .kernel = 3, .stride = 2, .padding = 1};
      Alone fast(spectral_norm(transposed ? conv_transpose2d(out, conv) : conv2d(out, conv)), Shape{4, 3, in},
                 {.batch = batch}, wide(trial));
      compare(fast,
              *reference::spectral_norm(transposed ? reference::conv_transpose2d(window) : reference::conv2d(window),
                                        unit(transposed ? in : out)),
              10 * tolerance);
    }
  }
}

/// The largest singular value of W [rows, columns], by many power iterations in double.
double largest_singular_value(std::span<const float> w, std::size_t rows) {
  const std::size_t columns = w.size() / rows;
  Numbers v(columns, 1), u(rows);
  double norm = 0;
  for (int i = 0; i < 3000; ++i) {
    for (double& x : v) x /= norm > 0 ? norm : std::sqrt(static_cast<double>(columns));
    for (std::size_t r = 0; r < rows; ++r) {
      u[r] = 0;
      for (std::size_t c = 0; c < columns; ++c) u[r] += static_cast<double>(w[r * columns + c]) * v[c];
    }
    std::ranges::fill(v, 0);
    for (std::size_t r = 0; r < rows; ++r)
      for (std::size_t c = 0; c < columns; ++c) v[c] += static_cast<double>(w[r * columns + c]) * u[r];
    norm = 0;
    for (const double x : v) norm += x * x;
    norm = std::sqrt(norm);
  }
  return std::sqrt(norm);  // |WᵀWv| of a unit v
}

TEST_CASE("spectral normalisation knows a fresh weight's largest singular value at the first pass", "[unit]") {
  Engine engine;
  for (const int seed : {0, 1, 2}) {
    for (const auto& [in, out] : {std::pair{64, 64}, {128, 128}, {300, 40}, {20, 200}}) {
      CAPTURE(seed, in, out);
      Network network("critic", spectral_norm(dense(out, {.law = Init::Law::glorot_normal, .scale = 1}, false)),
                      Shape{in});
      network.parameters().initialise(wide(seed));
      auto plan = network.plan(engine, {.batch = in});
      for (int i = 0; i < in * in; ++i) plan->input().data[i] = i / in == i % in ? 1.f : 0.f;
      plan->forward();  // W̄ᵀ
      const double norm = largest_singular_value(plan->output().flat(), wide(in));
      CAPTURE(norm);
      CHECK(norm >= 1 - 1e-5);
      CHECK(norm <= 1.1);
    }
  }
}

TEST_CASE("the power iteration moves with the network's own updates, and approaches the largest singular value",
          "[unit]") {
  Engine engine;
  Network network("critic", sequential({spectral_norm(conv2d(4, {.kernel = 2})), flatten(), spectral_norm(dense(3))}),
                  Shape{3, 3, 2});
  network.parameters().initialise(1);
  auto judged = network.plan(engine, {.batch = 2, .input_gradient = true});
  auto trained = network.plan(engine, {.batch = 2, .weight_gradient = true});
  const int state = network.parameters().find_statistic("conv2d_0/u");
  REQUIRE(state >= 0);
  const Numbers start = widened(network.parameters().statistic(state));
  judged->forward();
  CHECK(widened(network.parameters().statistic(state)) == start);
  for (int i = 0; i < 200; ++i) trained->forward();
  CHECK(widened(network.parameters().statistic(state)) != start);
  // At u the largest singular vector, |Wᵀu|² is the largest value of uᵀWWᵀu: no other direction has more.
  const auto stretch = [&](const Numbers& u) {
    const auto w = network.parameters().value(0);
    const std::size_t columns = w.size() / u.size();
    double square = 0, length = 0;
    for (std::size_t j = 0; j < columns; ++j) {
      double v = 0;
      for (std::size_t i = 0; i < u.size(); ++i) v += u[i] * static_cast<double>(w[i * columns + j]);
      square += v * v;
    }
    for (const double x : u) length += x * x;
    return square / length;
  };
  const Numbers found = widened(network.parameters().statistic(state));
  for (std::uint64_t trial = 0; trial < 100; ++trial) {
    Numbers other(found.size());
    for (std::size_t i = 0; i < other.size(); ++i) other[i] = found[i] + 0.3 * Rng(trial, Purpose::other).normal(i);
    CHECK(stretch(other) <= stretch(found) * (1 + 1e-5));
  }
}
