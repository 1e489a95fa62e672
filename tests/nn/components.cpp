// The networks and optimizers that come with ganzoo, as an experiment makes them.
#include "network_scene.hpp"

using namespace ganzoo;
using nn::Network;
using namespace network_scene;

TEST_CASE("the mlp generator makes samples of the data's shape from its noise", "[unit]") {
  const auto generator = make<Generator>("mlp", {{"noise", 5}, {"output", "sigmoid"}});
  const Shape sample{4, 4, 1};
  CHECK(generator->noise(sample) == Shape{5});
  CHECK_FALSE(generator->uniform_noise());
  const Network network("generator", generator->build(sample), generator->noise(sample));
  CHECK(network.output() == sample);
  CHECK(names_of(network) == std::vector<std::string>{"dense_0/weight", "dense_0/bias", "dense_1/weight",
                                                      "dense_1/bias", "dense_2/weight", "dense_2/bias",
                                                      "dense_3/weight", "dense_3/bias"});
  CHECK(network.parameters().entries()[6].dims == std::vector<std::int64_t>{16, 128});
  CHECK(make<Generator>("mlp", {{"noise_law", "uniform"}})->uniform_noise());
}

TEST_CASE("the mlp generator's output stays in the interval of its last activation", "[unit]") {
  nn::Engine engine;
  for (const auto& [output, low] : {std::pair{"sigmoid", 0.f}, {"tanh", -1.f}}) {
    const auto generator = make<Generator>("mlp", {{"output", output}, {"init_scale", 10.0}, {"batch_norm", true}});
    Network network("generator", generator->build(Shape{6}), generator->noise(Shape{6}));
    CHECK(network.mixes_samples());
    network.parameters().initialise(1);
    auto plan = network.plan(engine, {.batch = 64});
    Rng(1, Purpose::other).fill_normal(plan->input().flat(), 0, 1);
    plan->forward();
    float least = 1, most = -1;
    for (std::int64_t i = 0; i < plan->output().size(); ++i) {
      least = std::min(least, plan->output().data[i]);
      most = std::max(most, plan->output().data[i]);
    }
    CHECK(least >= low);
    CHECK(least < low + 0.1f);
    CHECK(most <= 1);
    CHECK(most > 0.9f);
  }
}

TEST_CASE("the gaussian generator is the normal distribution that it says", "[unit]") {
  nn::Engine engine;
  const auto generator = make<Generator>("gaussian", {{"mean", 3.0}, {"std", 0.5}});
  Network network("generator", generator->build(Shape{1}), generator->noise(Shape{1}));
  network.parameters().initialise(1);
  auto plan = network.plan(engine, {.batch = 2});
  plan->input().data[0] = 2;
  plan->input().data[1] = -1;
  plan->forward();
  CHECK(plan->output().data[0] == 4);
  CHECK(plan->output().data[1] == 2.5f);
  network.parameters().value(network.parameters().find("scale_shift_0/scale"))[0] = -2;
  const auto density = generator->density(network.parameters());
  REQUIRE(density);
  CHECK(density->mean() == 3);
  CHECK(density->std() == 2);
  const Network plane("generator", generator->build(Shape{2}), generator->noise(Shape{2}));
  CHECK_FALSE(generator->density(plane.parameters()));
}

TEST_CASE("the mlp discriminator scores samples of any shape", "[unit]") {
  const auto names = names_of(Network("d", make<Discriminator>("mlp")->build(Shape{4, 4, 1}), Shape{4, 4, 1}));
  CHECK(names.size() == 8);
  const auto maxout = make<Discriminator>(
      "mlp", {{"activation", "maxout"}, {"pieces", 5}, {"hidden", List{7}}, {"dropout", 0.5}, {"input_dropout", 0.2}});
  const Network network("d", maxout->build(Shape{9}), Shape{9});
  CHECK(network.output() == Shape{1});
  CHECK(names_of(network) ==
        std::vector<std::string>{"maxout_0/weight", "maxout_0/bias", "dense_0/weight", "dense_0/bias"});
  CHECK(network.parameters().entries()[0].dims == std::vector<std::int64_t>{5, 7, 9});
}

TEST_CASE("the networks of images attend where they are told to, and nowhere else", "[unit]") {
  const Shape sample{32, 32, 3};
  const auto gammas = [](const std::vector<std::string>& names) {
    return std::ranges::count_if(names, [](const std::string& name) { return name.ends_with("/gamma"); });
  };
  for (const char* name : {"dcgan", "resnet"}) {
    for (const int side : {0, 8, 16}) {
      CAPTURE(name, side);
      const auto generator = make<Generator>(name, {{"attention", side}, {"channels", 2}, {"noise", 7}});
      const auto discriminator =
          make<Discriminator>(name, {{"attention", side}, {"channels", 2}, {"norm", "spectral"}});
      CHECK(discriminator->provides_lipschitz() == (side == 0));
      const Network painter("generator", generator->build(sample), generator->noise(sample)),
          viewer("discriminator", discriminator->build(sample), sample);
      CHECK(painter.output() == sample);
      CHECK(gammas(names_of(painter)) == (side == 0 ? 0 : 1));
      CHECK(gammas(names_of(viewer)) == (side == 0 ? 0 : 1));
    }
    const auto refusal = [&](const auto& component) {
      try {
        component->build(sample);
      } catch (const Error& e) {
        return e.complaints().front().message;
      }
      return std::string();
    };
    const std::string sides = std::string(name) == "dcgan" ? "4, 8, 16" : "8, 16";
    CHECK(refusal(make<Generator>(name, {{"attention", 12}})) ==
          "generator.attention is 12, but must be 0 or a side of its hidden layers: " + sides);
    CHECK(refusal(make<Discriminator>(name, {{"attention", 32}})) ==
          "discriminator.attention is 32, but must be 0 or a side of its hidden layers: 4, 8, 16");
  }
}

TEST_CASE("the networks of images make and judge squares from 16 to 64, with any normalisation", "[unit]") {
  nn::Engine engine;
  for (const char* name : {"dcgan", "resnet"}) {
    for (const char* norm : {"none", "batch", "layer", "group", "spectral"}) {
      for (const std::int64_t side : {16, 32, 64}) {
        CAPTURE(name, norm, side);
        const Shape sample{side, side, side == 32 ? 3 : 1};
        const auto generator = make<Generator>(name, {{"norm", norm}, {"groups", 2}, {"channels", 4}, {"noise", 7}});
        const auto discriminator = make<Discriminator>(name, {{"norm", norm}, {"groups", 2}, {"channels", 4}});
        CHECK(discriminator->provides_lipschitz() == (std::string(norm) == "spectral"));
        Network painter("generator", generator->build(sample), generator->noise(sample));
        Network viewer("discriminator", discriminator->build(sample), sample);
        CHECK(painter.output() == sample);
        CHECK(viewer.output() == Shape{1});
        CHECK(painter.mixes_samples() == (std::string(norm) == "batch"));
        painter.parameters().initialise(1);
        viewer.parameters().initialise(1);
        const nn::Use use{.batch = 4, .input_gradient = true, .weight_gradient = true, .tangent = true};
        auto judge = viewer.plan(engine, use);
        auto paint = painter.plan(
            engine, use,
            {.output = judge->input().data, .output_gradient = const_cast<float*>(judge->input_gradient().data)});
        Rng(1, Purpose::other).fill_normal(paint->input().flat(), 0, 1);
        paint->forward();
        judge->forward();
        for (float& g : judge->output_gradient().flat()) g = 1;
        judge->backward();
        paint->backward();
        for (const Network* network : {&painter, &viewer}) {
          double square = 0;
          for (const float g : network->parameters().gradients())
            square += static_cast<double>(g) * static_cast<double>(g);
          CHECK(square > 0);
          CHECK(std::isfinite(square));
        }
        for (const nn::Plan* plan : {judge.get(), paint.get()}) {
          for (const std::string& implementation : plan->implementations()) {
            CAPTURE(implementation);
            CHECK(implementation.find("ref") == std::string::npos);
          }
        }
      }
    }
  }
}

TEST_CASE("the workload dcgan32 is its published networks", "[unit]") {
  const Shape sample{32, 32, 1};
  const auto generator = make<Generator>("dcgan");
  const auto dims = [](const Network& network) {
    std::vector<std::vector<std::int64_t>> all;
    for (const auto& e : network.parameters().entries()) {
      if (e.dims.size() > 1) all.push_back(e.dims);
    }
    return all;
  };
  CHECK(dims(Network("g", generator->build(sample), generator->noise(sample))) ==
        std::vector<std::vector<std::int64_t>>{{4096, 100}, {256, 4, 4, 128}, {128, 4, 4, 64}, {64, 4, 4, 1}});
  CHECK(dims(Network("d", make<Discriminator>("dcgan")->build(sample), sample)) ==
        std::vector<std::vector<std::int64_t>>{{64, 4, 4, 1}, {128, 4, 4, 64}, {256, 4, 4, 128}, {1, 4096}});
}

TEST_CASE("no primitive of the workloads' networks is planned by a reference implementation", "[unit]") {
  nn::Engine engine;
  const List wide{1200, 1200}, narrow{240, 240};
  struct Players {
    const char* name;
    Given generator, discriminator;
    Shape sample;
    int batch;
  };
  for (const Players& p :
       {Players{"mlp", {{"noise", 2}}, {}, {2}, 256},
        {"mlp", {{"noise", 100}, {"hidden", wide}, {"output", "sigmoid"}}, {{"hidden", narrow}}, {28, 28, 1}, 128},
        {"dcgan", {}, {}, {32, 32, 1}, 64},
        {"resnet", {}, {}, {32, 32, 3}, 64}}) {
    const auto generator = make<Generator>(p.name, p.generator);
    Network painter("g", generator->build(p.sample), generator->noise(p.sample));
    Network viewer("d", make<Discriminator>(p.name, p.discriminator)->build(p.sample), p.sample);
    for (Network* network : {&painter, &viewer}) {
      for (const nn::Use& use : {nn::Use{.batch = p.batch, .weight_gradient = true},
                                 {.batch = 2 * p.batch, .input_gradient = true, .weight_gradient = true},
                                 {.batch = p.batch, .input_gradient = true, .tangent = true},
                                 {.batch = p.batch, .training = false}}) {
        for (const std::string& implementation : network->plan(engine, use)->implementations()) {
          CAPTURE(p.name, network->name(), implementation);
          CHECK(implementation.find("ref") == std::string::npos);
        }
      }
    }
  }
}

TEST_CASE("the networks of images refuse other shapes, and say what data to ask for", "[unit]") {
  for (const char* name : {"dcgan", "resnet"}) {
    for (const Shape& shape : {Shape{28, 28, 1}, Shape{8, 8, 1}, Shape{32, 16, 3}, Shape{1024}}) {
      const std::string must =
          "the data's shape is " + to_string(shape) + ", but must be a square image of side 16, 32, 64";
      check_error([&] { make<Generator>(name)->build(shape); }, Exit::usage, must);
      check_error([&] { make<Discriminator>(name)->build(shape); }, Exit::usage, must);
    }
  }
  check_error([] { make<Generator>("resnet")->build(Shape{128, 128, 3}); }, Exit::usage, "128×128×3");
  check_error(
      [] {
        make<Discriminator>("resnet", {{"side", 6}});
      },
      Exit::usage, "discriminator.side is 6, but must be 4");
  check_error(
      [] {
        make<Discriminator>("resnet", {{"side", 16}})->build(Shape{16, 16, 1});
      },
      Exit::usage, "discriminator.side is 16, but must be below 16");
}
