// The layers of image networks in float against their double references, on 200 random shapes each.
#include "image_scene.hpp"

using namespace ganzoo;
using namespace ganzoo::nn;
using namespace ganzoo::nn::test;
using namespace image_scene;

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

TEST_CASE("packs agree with their reference, of points and of images", "[unit]") {
  for (int trial = 0; trial < shapes; ++trial) {
    Draw draw(trial);
    const int members = draw.between(2, 5), batch = members * draw.between(1, 3), pixels = draw.between(1, 4),
              channels = draw.between(1, 6);
    CAPTURE(trial, batch, members, pixels, channels);
    Alone fast(pack(members), trial % 2 ? Shape{pixels, 1, channels} : Shape{channels}, {.batch = batch}, wide(trial));
    compare(fast, *reference::pack(wide(trial % 2 ? pixels * channels : channels), wide(channels), wide(members)),
            tolerance);
  }
}

TEST_CASE("each sample of a pack stands first once, and a batch smaller than the pack goes round", "[unit]") {
  const auto packed = [](int size, const std::vector<float>& x) {
    Network network("pack", sequential({pack(size)}), {1});
    Engine engine;
    const auto plan = network.plan(engine, {.batch = static_cast<int>(x.size())});
    std::ranges::copy(x, plan->input().data);
    plan->forward();
    return std::vector<float>(plan->output().flat().begin(), plan->output().flat().end());
  };
  CHECK(packed(2, {1, 2, 3, 4}) == std::vector<float>{1, 2, 2, 1, 3, 4, 4, 3});
  CHECK(packed(3, {1, 2}) == std::vector<float>{1, 2, 1, 2, 1, 2});
  CHECK_THROWS_WITH(packed(3, {1, 2, 3, 4}),
                    Catch::Matchers::Contains("size is 3, but must be a divisor of the batch, 4"));
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
