// What planning promises: nothing allocated afterwards, no reference implementation, shared wires, clear errors.
#include "planning_scene.hpp"
#include "support/allocations.hpp"

using namespace ganzoo;
using namespace ganzoo::nn;
using test::distance;
using test::widened;
using namespace planning_scene;

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

TEST_CASE("gradients with rows of 2 KiB are packed products, on AVX2 alone", "[unit]") {
  Engine engine;
  for (const int out : {512, 500}) {
    Network network("n", dense(out), Shape{500});
    const auto plan = network.plan(engine, {.batch = 128, .input_gradient = true, .weight_gradient = true});
    const auto names = plan->implementations();
    CHECK(std::ranges::count(names, "product:avx2") == (out == 512 && Engine::isa() == "avx2" ? 1 : 0));
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

TEST_CASE("a network computes as many samples together as all its layers need", "[unit]") {
  const auto group = [](LayerPtr layer, int batch) { return Network("n", std::move(layer), Shape{3}).group(batch); };
  CHECK(group(sequential({dense(3), batch_norm(), dense(1)}), 24) == 1);
  CHECK(group(sequential({minibatch_stddev(4), dense(5), minibatch_stddev(6)}), 24) == 12);
  CHECK(group(residual(sequential({minibatch_stddev(4), dense(3)}), sequential({minibatch_stddev(3), dense(3)})), 24) ==
        12);
  CHECK(group(minibatch_stddev(24), 8) == 8);
}

TEST_CASE("an engine tells what it runs on", "[unit]") {
  CHECK(Engine::onednn_version().find('.') != std::string::npos);
  CHECK(Engine::isa() != "none");
  Engine one;
  CHECK(one.team().size() == 1);
  CHECK(parse_precision("fp32") == one.precision());
}
