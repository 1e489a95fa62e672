// What layers and networks refuse.
#include "planning_scene.hpp"

using namespace ganzoo;
using namespace ganzoo::nn;
using test::distance;
using test::widened;
using namespace planning_scene;

TEST_CASE("shapes that do not fit are refused with the network's and the layer's name", "[unit]") {
  const auto network = [](std::vector<LayerPtr> layers, Shape in) {
    return message_of([&] { Network("critic", sequential(std::move(layers)), in); });
  };
  CHECK(network({dense(2)}, Shape{4, 4, 1}) == "critic.dense_0.input is 4×4×1, but must be one-dimensional");
  CHECK(network({dense(4), reshape(Shape{2, 2}), maxout(3, 2)}, Shape{4}) ==
        "critic.maxout_0.input is 2×2, but must be one-dimensional");
  CHECK(network({dense(4), reshape(Shape{3, 2})}, Shape{4}) ==
        "critic.reshape_0.input is 4, but must be 6 numbers, to become 3×2");
  CHECK(network({conv2d(3)}, Shape{9}) == "critic.conv2d_0.input is 9, but must be an image: height×width×channels");
  CHECK(network({conv2d(3), relu(), conv2d(3, {.kernel = 5, .padding = 1})}, Shape{4, 9, 2}) ==
        "critic.conv2d_1.kernel is 5, but must be at most 4, the input's height with its padding: the input is 2×7×3");
  CHECK(network({conv_transpose2d(3, {.kernel = 2})}, Shape{4}) ==
        "critic.conv_transpose2d_0.input is 4, but must be an image: height×width×channels");
  CHECK(network({conv_transpose2d(3, {.kernel = 2, .padding = 1})}, Shape{3, 1, 1}) ==
        "critic.conv_transpose2d_0.padding is 1, but must be so small that an output remains: the input is 3×1×1");
  CHECK(network({average_pool(2)}, Shape{4, 5, 1}) ==
        "critic.average_pool_0.factor is 2, but must be a divisor of the height and width of its input, 4×5×1");
  CHECK(network({sum_pool(3)}, Shape{4}) ==
        "critic.sum_pool_0.input is 4, but must be an image: height×width×channels");
  CHECK(network({upsample()}, Shape{4}) == "critic.upsample_0.input is 4, but must be an image: height×width×channels");
  CHECK(network({residual(conv2d(3, {.kernel = 3, .padding = 1}))}, Shape{4, 4, 1}) ==
        "critic.residual_0.shortcut is 4×4×1, but must be 4×4×3, the output of its body");
  CHECK(network({residual(sequential({relu(), conv2d(3, {.kernel = 7})}))}, Shape{4, 4, 1}) ==
        "critic.residual_0.body.conv2d_0.kernel is 7, but must be at most 4, the input's height with its padding: the "
        "input is 4×4×1");
  CHECK(network({spectral_norm(relu())}, Shape{4}) ==
        "critic.relu_0: spectral_norm.layer is relu, but must be a layer with a weight");
}

TEST_CASE("a group that does not divide the batch is refused when the network is planned", "[unit]") {
  Engine engine;
  Network network("critic", sequential({minibatch_stddev(4), flatten(), dense(1)}), Shape{3});
  CHECK(message_of([&] { network.plan(engine, {.batch = 6}); }) ==
        "critic.minibatch_stddev_0.group is 4, but must be a divisor of the batch, 6");
  CHECK(message_of([&] { network.plan(engine, {.batch = 2}); }) == "no error");
  CHECK(message_of([&] { network.group(6); }) ==
        "critic.minibatch_stddev_0.group is 4, but must be a divisor of the batch, 6");
}

TEST_CASE("a normalisation that leaves nothing of a sample is refused", "[unit]") {
  Engine engine;
  const auto planned = [&](const LayerPtr& layer, const Shape& in, const Use& use) {
    return message_of([&] { Network("critic", sequential({layer}), in).plan(engine, use); });
  };
  const std::string alone =
      "critic.batch_norm_0.batch is 1, but must be at least 2: less its own mean, one sample is nothing";
  CHECK(planned(batch_norm(), Shape{3}, {.batch = 1}) == alone);
  CHECK(planned(batch_norm(), Shape{1, 1, 3}, {.batch = 1}) == alone);
  CHECK(planned(batch_norm(), Shape{3}, {.batch = 2}) == "no error");
  CHECK(planned(batch_norm(), Shape{2, 1, 3}, {.batch = 1}) == "no error");  // of each feature there are two
  CHECK(planned(batch_norm(), Shape{3}, {.batch = 1, .training = false}) == "no error");
  CHECK(planned(minibatch_stddev(), Shape{3}, {.batch = 1}) ==
        "critic.minibatch_stddev_0.batch is 1, but must be at least 2: one sample has no deviation");
  CHECK(planned(minibatch_stddev(), Shape{3}, {.batch = 1, .training = false}) == "no error");
  CHECK(planned(layer_norm(), Shape{1}, {.batch = 4}) ==
        "critic.layer_norm_0.input is 1, but must be at least 2 numbers: less their own mean, one is nothing");
}

TEST_CASE("layers refuse numbers that make no sense", "[unit]") {
  CHECK(message_of([] { dense(0); }) == "dense.out is 0, but must be positive");
  CHECK(message_of([] { maxout(-1, 2); }) == "maxout.out is -1, but must be positive");
  CHECK(message_of([] { maxout(3, 0); }) == "maxout.pieces is 0, but must be positive");
  CHECK(message_of([] { leaky_relu(-0.1); }) == "leaky_relu.slope is -0.1, but must be at least 0");
  CHECK(message_of([] { elu(0); }) == "elu.alpha is 0, but must be positive");
  CHECK(message_of([] { dropout(1); }) == "dropout.rate is 1, but must be at least 0 and below 1");
  CHECK(message_of([] { batch_norm(0); }) == "batch_norm.momentum is 0, but must be above 0 and at most 1");
  CHECK(message_of([] { conv2d(0); }) == "conv2d.out is 0, but must be positive");
  CHECK(message_of([] { conv2d(1, {.kernel = 0}); }) == "conv2d.kernel is 0, but must be positive");
  CHECK(message_of([] { conv2d(1, {.stride = 0}); }) == "conv2d.stride is 0, but must be positive");
  CHECK(message_of([] { conv2d(1, {.kernel = 2, .padding = 2}); }) ==
        "conv2d.padding is 2, but must be at least 0 and below the kernel, 2");
  CHECK(message_of([] { conv2d(1, {.stride = 2, .output_padding = 1}); }) ==
        "conv2d.output_padding is 1, but must be 0: conv_transpose2d alone has one");
  CHECK(message_of([] { conv_transpose2d(1, {.stride = 2, .output_padding = 2}); }) ==
        "conv_transpose2d.output_padding is 2, but must be at least 0 and below the stride, 2");
  CHECK(message_of([] { conv_transpose2d(1, {.kernel = -1}); }) ==
        "conv_transpose2d.kernel is -1, but must be positive");
  CHECK(message_of([] { upsample(0); }) == "upsample.factor is 0, but must be positive");
  CHECK(message_of([] { average_pool(0); }) == "average_pool.factor is 0, but must be positive");
  CHECK(message_of([] { sum_pool(-2); }) == "sum_pool.factor is -2, but must be positive");
  CHECK(message_of([] { layer_norm(0); }) == "layer_norm.epsilon is 0, but must be positive");
  CHECK(message_of([] { minibatch_stddev(1); }) == "minibatch_stddev.group is 1, but must be at least 2");
  CHECK(message_of([] { spectral_norm(nullptr); }) ==
        "spectral_norm.layer is nothing, but must be a layer with a weight");
  CHECK(message_of([] { batch_norm(0.1, 0); }) == "batch_norm.epsilon is 0, but must be positive");
  CHECK(message_of([] { activation("rleu"); }) ==
        "activation is \"rleu\", but must be one of identity, relu, leaky_relu, tanh, sigmoid, softplus, elu");
  CHECK(message_of([] { init("he", 1); }) ==
        "init is \"he\", but must be one of glorot_uniform, glorot_normal, he_uniform, he_normal, normal, uniform");
  CHECK(message_of([] { parse_precision("fp16"); }) ==
        "train.precision is \"fp16\", but must be one of fp32, bf16, split");
}
