#include <ganzoo/divergence/kernel_distance.hpp>
#include <ganzoo/divergence/sinkhorn.hpp>
#include <ganzoo/divergence/sliced.hpp>

#include "support/allocations.hpp"
#include "support/catch.hpp"
#include "train/fixtures.hpp"

using namespace fixtures;

namespace {

/// E‖∇ₓD‖² at the real samples, by the scores' own pass or by another.
struct Slope : Regularizer {
  explicit Slope(Look l) : look_(l) {}
  bool penalises_inputs() const override { return true; }
  Look look() const override { return look_; }
  double input_penalty(CriticProbe& probe, const Moment&, const Rng&) override {
    if (look_ == Look::points) std::ranges::copy(probe.real().flat(), probe.points().data);
    const ConstMatrix gradient = probe.gradient();
    std::ranges::copy(gradient.flat(), probe.direction().data);
    probe.descend();
    return nn::sum_squares(gradient.flat());
  }
  Look look_;
};

/// By fifty steps behind the first, in which each order is planned.
long allocated_later(const Setting& setting) {
  const auto trainer = setting.trainer();
  trainer->step();
  return allocations::of([&] {
    for (int i = 0; i < 50; ++i) trainer->step();
  });
}

}  // namespace

TEST_CASE("the counter of allocations counts those of the library", "[unit]") {
  const Setting setting;
  CHECK(allocations::of([&] { setting.trainer(); }) > 100);
}

TEST_CASE("nothing is allocated in the loop once each order has been planned", "[unit]") {
  Setting setting;
  setting.options.ema = 0.9;
  setting.data = [] { return std::make_unique<Numbers>(7); };
  setting.generator = nn::sequential({nn::dense(8), nn::relu(), nn::dense(1)});
  Turn ahead = simultaneous();
  ahead.extrapolate = true;
  for (const char* noise : {"independent", "stratified"})
    for (const auto& divergence : {minimax, non_saturating})
      for (const Turn& turn : {critic_first(2), generator_first(), simultaneous(), ahead}) {
        setting.options.noise = noise;
        setting.divergence = divergence;
        setting.turn = turn;
        CHECK(allocated_later(setting) == 0);
      }
}

TEST_CASE("nothing is allocated by penalties on the critic's slope", "[unit]") {
  Setting setting;
  setting.critic = nn::sequential({nn::dense(8), nn::leaky_relu(0.2), nn::dense(1)});
  setting.critic_rate = setting.generator_rate = 1e-3;
  setting.regularizers = [] {
    std::vector<std::unique_ptr<Regularizer>> all;
    for (const Look look : {Look::real, Look::fake, Look::points}) all.push_back(std::make_unique<Slope>(look));
    return all;
  };
  for (const Turn& turn : {critic_first(2), simultaneous()}) {
    setting.turn = turn;
    CHECK(allocated_later(setting) == 0);
  }
}

TEST_CASE("distances between samples allocate nothing after their first batch", "[unit]") {
  for (const std::int64_t d : {2, 40}) {
    const OwnedMatrix real(64, d), fake(64, d), gradient(64, d), directions(16, d);
    const Rng rng(1, Purpose::other);
    rng.child(0).fill_normal(real.view().flat(), 0, 1);
    rng.child(1).fill_normal(fake.view().flat(), 1, 1);
    const Radial radial = Radial::gaussian({0.5, 1, 2});
    KernelDistance kernel;
    Sinkhorn sinkhorn;
    SlicedWasserstein sliced;
    const auto all = [&] {
      kernel(radial, Statistic::v, real, fake, gradient);
      sinkhorn({.epsilon = 0.5, .power = 2, .iterations = 20, .tolerance = 1e-3}, real, fake, gradient);
      random_directions(rng, directions);
      sliced(2, directions, real, fake, gradient);
    };
    all();
    CHECK(allocations::of([&] { all(), all(); }) == 0);
  }
}
