// Noise on both players' samples.
#include "regularizer_scene.hpp"

using namespace ganzoo;
using nlohmann::json;
using namespace regularizer_scene;

TEST_CASE("two-point noise is minus and plus std in turn, whatever the stream", "[unit]") {
  const auto noise = regularizer("instance_noise", {{"std", 0.5}, {"law", "two_point"}});
  OwnedMatrix real(4, 3), fake(4, 3);
  noise->on_batch(real, fake, start, rng);
  for (const OwnedMatrix* half : {&real, &fake})
    for (std::int64_t i = 0; i < 4; ++i)
      for (const float x : half->view().row(i)) CHECK(x == (i % 2 ? 0.5F : -0.5F));
}

TEST_CASE("instance noise is normal, of its std, and another for real than for fake samples", "[unit]") {
  constexpr std::int64_t n = 5001;  // no multiple of anything
  const auto noise = regularizer("instance_noise", {{"std", 0.5}});
  OwnedMatrix real(n, 3), fake(n, 3), again(n, 3), none;
  std::ranges::fill(real.view().flat(), 7.0F);
  noise->on_batch(real, fake, start, rng);
  noise->on_batch(none, again, start, rng);  // a generator's own update shows no real samples
  CHECK(std::ranges::equal(fake.view().flat(), again.view().flat()));
  const auto r = real.view().flat(), f = fake.view().flat();
  const double error = 1 / std::sqrt(3.0 * n);
  CHECK(std::abs(mean(r) - 7) <= 4 * 0.5 * error);
  CHECK(std::abs(mean(f)) <= 4 * 0.5 * error);
  CHECK(std::abs(deviation(r) - 0.5) <= 4 * 0.5 * error / std::sqrt(2));
  CHECK(std::abs(deviation(f) - 0.5) <= 4 * 0.5 * error / std::sqrt(2));
  double product = 0;
  for (std::size_t i = 0; i < f.size(); ++i) product += (r[i] - 7.0) * f[i] / static_cast<double>(f.size());
  CHECK(std::abs(product) <= 4 * 0.25 * error);
}

TEST_CASE("instance noise fades to nothing over the run unless told otherwise", "[unit]") {
  const auto noise = regularizer("instance_noise", {{"law", "two_point"}});
  for (const auto& [step, std] : {std::pair{0, 0.1F}, {50, 0.05F}, {100, 0.0F}}) {
    OwnedMatrix real(2, 1), fake(2, 1);
    noise->on_batch(real, fake, {.step = step, .steps = 100}, rng);
    CHECK(std::abs(real.view()(1, 0) - std) <= 1e-7);
  }
}
