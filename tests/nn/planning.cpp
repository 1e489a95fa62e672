// What planning promises: nothing allocated afterwards, no reference implementation, shared wires, clear errors.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <ganzoo/core/error.hpp>
#include <ganzoo/nn/engine.hpp>
#include <ganzoo/nn/init.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/nn/network.hpp>

#include "pair.hpp"
#include "support/allocations.hpp"
#include "support/catch.hpp"

using namespace ganzoo;
using namespace ganzoo::nn;
using test::distance;
using test::widened;

namespace {

LayerPtr every_layer() {
  return sequential({flatten(), dropout(0.2), dense(64), leaky_relu(0.2), maxout(32, 3), batch_norm(), elu(), dense(48),
                     tanh(), dense(32), softplus(), dense(32), sigmoid(), scale_shift(1, 0), reshape(Shape{4, 8, 1})});
}

/// From 5×5×2 to 3×3×6.
LayerPtr every_image_layer() {
  const Conv same{.kernel = 3, .padding = 1}, strided{.kernel = 4, .stride = 2, .padding = 1};
  const LayerPtr body =
      sequential({batch_norm(), relu(), spectral_norm(conv2d(20, same)), softplus(), conv2d(20, same)});
  return sequential({reshape(Shape{5, 5, 2}),
                     conv_transpose2d(3, {.kernel = 4, .stride = 2, .padding = 1, .output_padding = 1}), tanh(),
                     conv_transpose2d(17, {.kernel = 2}), layer_norm(), upsample(),
                     residual(body, conv2d(20, {.kernel = 1})), group_norm(4), attention(20),
                     spectral_norm(conv2d(5, strided)), minibatch_stddev(), average_pool(2), sum_pool(2)});
}

std::string message_of(const auto& action) {
  try {
    action();
  } catch (const Error& e) {
    CHECK(e.code() == Exit::usage);
    return e.complaints().front().message;
  }
  return "no error";
}

}  // namespace

TEST_CASE("a planned network allocates nothing", "[unit]") {
  Engine engine;
  for (const LayerPtr& layers : {every_layer(), every_image_layer()}) {
    Network network("n", layers, Shape{5, 5, 2});
    network.parameters().initialise(1);
    auto plan = network.plan(engine, {.batch = 32, .input_gradient = true, .weight_gradient = true, .tangent = true});
    const Rng rng(1, Purpose::critic_layers, 1);
    const auto once = [&] {
      plan->randomize(rng);
      plan->forward();
      plan->backward();
      plan->backward_input();
      plan->tangent();
      plan->tangent_backward();
    };
    once();
    CHECK(allocations::of([&] {
            for (int i = 0; i < 10; ++i) once();
          }) == 0);
  }
  CHECK(allocations::of([] { ::operator delete(::operator new(4)); }) == 1);  // the count itself works
}

TEST_CASE("no planned primitive is a reference implementation", "[unit]") {
  Engine engine;
  for (const auto& [batch, in] : {std::pair{256, 2}, {256, 128}, {128, 784}, {128, 100}, {2, 1}, {64, 17}}) {
    Network network("n", every_layer(), Shape{in});
    auto plan =
        network.plan(engine, {.batch = batch, .input_gradient = true, .weight_gradient = true, .tangent = true});
    REQUIRE_FALSE(plan->implementations().empty());
    for (const std::string& name : plan->implementations()) {
      CAPTURE(batch, in, name);
      CHECK(name.find("ref") == std::string::npos);
    }
  }
}

TEST_CASE("no convolution on images of any size is planned by a reference implementation", "[unit]") {
  Engine engine;
  for (const int batch : {1, 64}) {
    for (const auto& [in, out] : {std::pair{1, 64}, {3, 64}, {64, 128}, {5, 7}, {128, 1}}) {
      for (const Conv& conv :
           {Conv{.kernel = 1}, Conv{.kernel = 3, .padding = 1}, Conv{.kernel = 5, .stride = 3, .padding = 2},
            Conv{.kernel = 4, .stride = 2, .padding = 1}}) {
        for (const LayerPtr& layer : {conv2d(out, conv), conv_transpose2d(out, conv)}) {
          Network network("n", sequential({layer, tanh()}), Shape{8, 8, in});
          auto plan =
              network.plan(engine, {.batch = batch, .input_gradient = true, .weight_gradient = true, .tangent = true});
          for (const std::string& name : plan->implementations()) {
            CAPTURE(batch, in, out, conv.kernel, name);
            CHECK(name.find("ref") == std::string::npos);
          }
        }
      }
    }
  }
}

TEST_CASE("plans share the memory they are wired to", "[unit]") {
  Engine engine;
  Network generator("generator", sequential({dense(8), relu(), dense(3)}), Shape{2});
  Network critic("critic", sequential({dense(8), relu(), dense(1)}), Shape{3});
  generator.parameters().initialise(1);
  critic.parameters().initialise(1);
  auto judge = critic.plan(engine, {.batch = 4, .input_gradient = true});
  auto make = generator.plan(
      engine, {.batch = 4, .weight_gradient = true},
      {.output = judge->input().data, .output_gradient = const_cast<float*>(judge->input_gradient().data)});
  CHECK(make->output().data == judge->input().data);
  CHECK(make->output_gradient().data == judge->input_gradient().data);
  for (float& z : make->input().flat()) z = 0.3f;
  make->forward();
  judge->forward();
  for (float& g : judge->output_gradient().flat()) g = 1;
  judge->backward();
  make->backward();
  double square = 0;
  for (const float g : generator.parameters().gradients()) square += static_cast<double>(g * g);
  CHECK(square > 0);
}

TEST_CASE("a network of views alone copies", "[unit]") {
  Engine engine;
  Network network("n", sequential({flatten(), reshape(Shape{2, 3})}), Shape{6});
  auto plan = network.plan(engine, {.batch = 2, .input_gradient = true});
  for (int i = 0; i < 12; ++i) plan->input().data[i] = plan->output_gradient().data[i] = static_cast<float>(i);
  plan->forward();
  plan->backward();
  CHECK(plan->output().data[7] == 7);
  CHECK(plan->input_gradient().data[7] == 7);
}

// A kernel for more rows may add in another order (oneDNN's for AVX2 do): a row's bits belong to its plan's batch.
TEST_CASE("the same plan gives the same bits again, and a larger batch the same rows up to rounding", "[unit]") {
  Engine engine;
  Network network("n", sequential({dense(33), tanh(), dense(7)}), Shape{5});
  network.parameters().initialise(3);
  auto a = network.plan(engine, {.batch = 8}), b = network.plan(engine, {.batch = 8}),
       larger = network.plan(engine, {.batch = 24});
  Rng(1, Purpose::other).fill_normal(a->input().flat(), 0, 1);
  Rng(2, Purpose::other).fill_normal(larger->input().flat(), 0, 1);
  std::copy_n(a->input().data, 40, b->input().data);
  std::copy_n(a->input().data, 40, larger->input().data);
  a->forward();
  b->forward();
  b->forward();
  larger->forward();
  CHECK(std::memcmp(a->output().data, b->output().data, 56 * sizeof(float)) == 0);
  CHECK(distance(larger->output().slice(0, 8).flat(), widened(a->output().flat())) <= 2e-6);
}

TEST_CASE("initial weights depend on seed, network and name alone", "[unit]") {
  auto weights = [](const std::string& network, std::vector<LayerPtr> layers, std::uint64_t seed) {
    Network n(network, sequential(std::move(layers)), Shape{4});
    n.parameters().initialise(seed);
    const auto w = n.parameters().value(n.parameters().find("dense_1/weight"));
    return std::vector<float>(w.begin(), w.end());
  };
  const auto base = weights("generator", {dense(4), dense(3)}, 1);
  CHECK(base == weights("generator", {dense(4), relu(), dropout(0.5), dense(3), tanh(), dense(9)}, 1));
  CHECK(base != weights("generator", {dense(4), dense(3)}, 2));
  CHECK(base != weights("critic", {dense(4), dense(3)}, 1));
}

TEST_CASE("initial laws have their published spread", "[unit]") {
  struct Expected {
    const char* law;
    double scale, variance, bound;
  };
  // fan_in 300, fan_out 200: 60 000 numbers; the sample variance is within 3 % (five standard errors for a normal).
  const double infinity = INFINITY;
  for (const Expected& e : {Expected{"glorot_uniform", 1, 2.0 / 500, std::sqrt(6.0 / 500)},
                            {"glorot_normal", 2, 4 * 2.0 / 500, infinity},
                            {"he_uniform", 1, 2.0 / 300, std::sqrt(6.0 / 300)},
                            {"he_normal", 1, 2.0 / 300, infinity},
                            {"normal", 0.02, 0.0004, infinity},
                            {"uniform", 0.3, 0.03, 0.3}}) {
    CAPTURE(e.law);
    Network n("n", dense(200, init(e.law, e.scale)), Shape{300});
    n.parameters().initialise(5);
    double mean = 0, square = 0, largest = 0;
    const auto w = n.parameters().value(0);
    for (const float x : w) {
      largest = std::max(largest, std::abs(static_cast<double>(x)));
      mean += static_cast<double>(x) / 60000;
      square += static_cast<double>(x) * static_cast<double>(x) / 60000;
    }
    CHECK(largest <= e.bound);
    CHECK(std::abs(mean) <= 5 * std::sqrt(e.variance / 60000));
    CHECK(std::abs(square / e.variance - 1) <= 0.03);
    for (const float b : n.parameters().value(1)) CHECK(b == 0);
  }
}

TEST_CASE("parameters lie on cache lines, with zeros between them", "[unit]") {
  Network n("n", sequential({dense(3), batch_norm(), dense(5)}), Shape{7});
  n.parameters().initialise(1);
  CHECK(n.parameters().count() == 3 * 7 + 3 + 3 + 3 + 5 * 3 + 5);
  double padding = 0;
  std::vector<bool> used(n.parameters().values().size());
  for (const auto& e : n.parameters().entries()) {
    CHECK(e.offset % 16 == 0);
    for (std::int64_t i = 0; i < e.size; ++i) used[static_cast<std::size_t>(e.offset + i)] = true;
  }
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (!used[i]) padding += static_cast<double>(std::abs(n.parameters().values()[i]));
  }
  CHECK(padding == 0);
  CHECK(n.parameters().find("dense_1/bias") == 5);
  CHECK(n.parameters().find("dense_2/bias") == -1);
  CHECK(n.parameters().find_statistic("batch_norm_0/variance") == 1);
  CHECK(n.parameters().statistic(1)[0] == 1);
}

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

TEST_CASE("a network computes as many samples together as all its layers need", "[unit]") {
  const auto group = [](LayerPtr layer, int batch) { return Network("n", std::move(layer), Shape{3}).group(batch); };
  CHECK(group(sequential({dense(3), batch_norm(), dense(1)}), 24) == 1);
  CHECK(group(sequential({minibatch_stddev(4), dense(5), minibatch_stddev(6)}), 24) == 12);
  CHECK(group(residual(sequential({minibatch_stddev(4), dense(3)}), sequential({minibatch_stddev(3), dense(3)})), 24) ==
        12);
  CHECK(group(minibatch_stddev(24), 8) == 8);
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

TEST_CASE("an engine tells what it runs on", "[unit]") {
  CHECK(Engine::onednn_version().find('.') != std::string::npos);
  CHECK(Engine::isa() != "none");
  Engine one;
  CHECK(one.team().size() == 1);
  CHECK(parse_precision("fp32") == one.precision());
}
