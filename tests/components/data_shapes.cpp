#include <algorithm>
#include <cmath>
#include <numbers>

#include "components/make.hpp"
#include "plugins/data/shape_scene.hpp"

using namespace ganzoo;
using data::ShapeScene;

namespace {

OwnedMatrix draw(const Data& data, std::int64_t n, std::uint64_t seed = 1) {
  OwnedMatrix x(n, data.shape().size());
  data.draw(x, Rng(seed, Purpose::data, 7));
  return x;
}

std::vector<Sighting> classify(const Data& data, ConstMatrix x) {
  std::vector<Sighting> out(static_cast<std::size_t>(x.rows));
  data.mode_classifier()->classify(x, out);
  return out;
}

std::vector<float> picture(const ShapeScene& scene) {
  std::vector<float> mask(ShapeScene::pixels), out;
  scene.cover(mask);
  for (const float m : mask)
    for (const bool lit : ShapeScene::light(scene.colour)) out.push_back(lit ? m : 0);
  return out;
}

}  // namespace

TEST_CASE("shapes are 32 by 32 in colour, between the ends of their range", "[unit]") {
  const auto data = make<Data>("shapes");
  CHECK(data->shape() == Shape{32, 32, 3});
  CHECK(data->size(Split::train) == 0);
  CHECK(data->interval() == std::pair{-1.0, 1.0});
  const OwnedMatrix x = draw(*data, 200);
  const auto [low, high] = std::ranges::minmax(x.view().flat());
  CHECK(low == -1.0f);
  CHECK(high == 1.0f);
  const OwnedMatrix unit = draw(*make<Data>("shapes", {{"range", List{0, 1}}}), 200);
  for (std::int64_t i = 0; i < x.memory.size(); ++i)
    if (std::abs(x.memory.data()[i] - (2 * unit.memory.data()[i] - 1)) > 1e-6) FAIL("ranges disagree at " << i);
}

TEST_CASE("a shape depends on its number in the stream alone, not on how many are drawn", "[unit]") {
  const auto data = make<Data>("shapes");
  const OwnedMatrix all = draw(*data, 100), few = draw(*data, 33), other = draw(*data, 100, 2);
  CHECK(std::ranges::equal(few.view().flat(), all.view().slice(0, 33).flat()));
  CHECK_FALSE(std::ranges::equal(other.view().flat(), all.view().flat()));
}

TEST_CASE("every shape covers the area of a disc of its size, about its centre", "[unit]") {
  for (int shape = 0; shape < ShapeScene::shapes; ++shape)
    for (const float size : {5.0f, 6.5f, 8.0f}) {
      const ShapeScene scene{.shape = shape, .size = size, .x = 17.3f, .y = 14.6f};
      std::vector<float> mask(ShapeScene::pixels);
      scene.cover(mask);
      double area = 0, x = 0, y = 0;
      for (std::size_t p = 0; p < mask.size(); ++p) {
        area += mask[p];
        x += mask[p] * (static_cast<double>(p % 32) + 0.5);
        y += mask[p] * (static_cast<double>(p / 32) + 0.5);
      }
      INFO("shape " << shape << " of size " << size);
      CHECK(std::abs(area / (std::numbers::pi * size * size) - 1) <= 0.02);
      CHECK(std::abs(x / area - 17.3) <= 0.1);
      CHECK(std::abs(y / area - 14.6) <= 0.1);
    }
}

TEST_CASE("no shape touches the frame", "[unit]") {
  const OwnedMatrix x = draw(*make<Data>("shapes", {{"range", List{0, 1}}}), 2000);
  float light = 0;
  for (std::int64_t i = 0; i < x.rows; ++i)
    for (int k = 0; k < 32; ++k)
      for (int c = 0; c < 3; ++c)
        light = std::max({light, x.view()(i, 3 * k + c), x.view()(i, 3 * (31 * 32 + k) + c), x.view()(i, 96 * k + c),
                          x.view()(i, 96 * k + 93 + c)});
  CHECK(light <= 0.5f);
}

TEST_CASE("the factors of a picture are found again", "[unit]") {
  for (int shape = 0; shape < ShapeScene::shapes; ++shape)
    for (int colour = 0; colour < ShapeScene::colours; ++colour)
      for (const float size : {5.0f, 8.0f}) {
        const auto [scene, error] = data::fit_scene(picture({shape, colour, size, 13.2f, 18.9f}));
        INFO("shape " << shape << ", colour " << colour << ", size " << size << ": error " << error);
        CHECK(scene.shape == shape);
        CHECK(scene.colour == colour);
        CHECK(std::abs(scene.size - size) <= 0.1);
        CHECK(std::abs(scene.x - 13.2) <= 0.1);
        CHECK(std::abs(scene.y - 18.9) <= 0.1);
        CHECK(error <= 0.05f);
      }
}

TEST_CASE("all 24 kinds of shapes are drawn equally often, and recognised in high quality", "[unit]") {
  const auto data = make<Data>("shapes");
  constexpr std::int64_t n = 4800;
  const OwnedMatrix x = draw(*data, n);
  std::vector<double> counts(24);
  double good = 0;
  for (const auto& [mode, high_quality] : classify(*data, x)) {
    REQUIRE((mode >= 0 && mode < 24));
    counts[static_cast<std::size_t>(mode)] += 1;
    good += high_quality;
  }
  // Five standard errors of a binomial share of 1/24.
  for (const double count : counts) CHECK(std::abs(count - n / 24.0) <= 5 * std::sqrt(n * 23.0) / 24);
  CHECK(good >= 0.999 * n);
  CHECK(data->mode_classifier()->weights() == std::vector<double>(24, 1.0 / 24));
  const std::vector<double> values = evaluate(*make<Metric>("modes"), x, x, data.get());
  CHECK(values[0] == 24);
  CHECK(values[1] >= 0.999);
  CHECK(values[2] <= 60.0 / (2 * n));  // 2n·KL is χ² with 23 degrees of freedom: beyond 60 in 4 of 100 000
}

TEST_CASE("noise moves no shape to another kind, but is of no high quality, and darkness and NaN are no kind",
          "[unit]") {
  const auto data = make<Data>("shapes", {{"range", List{0, 1}}});
  OwnedMatrix x = draw(*data, 500);
  const auto clean = classify(*data, x);
  OwnedMatrix noise(x.rows, x.columns);
  Rng(5, Purpose::other).fill_normal(noise.view().flat(), 0, 0.1f);
  for (std::int64_t i = 0; i < x.memory.size(); ++i) x.memory.data()[i] += noise.memory.data()[i];
  const auto noisy = classify(*data, x);
  int moved = 0, good = 0;
  for (std::size_t i = 0; i < clean.size(); ++i) moved += clean[i].mode != noisy[i].mode, good += noisy[i].high_quality;
  INFO(moved << " of 500 moved");
  CHECK(moved <= 25);
  CHECK(good == 0);
  OwnedMatrix none(2, x.columns);
  none.view()(1, 7) = NAN;
  for (const Sighting& sighting : classify(*data, none)) {
    CHECK(sighting.mode == -1);
    CHECK_FALSE(sighting.high_quality);
  }
}

TEST_CASE("a generator that draws one kind of shape covers one mode", "[unit]") {
  const auto data = make<Data>("shapes", {{"range", List{0, 1}}});
  OwnedMatrix x(50, 3072);
  for (std::int64_t i = 0; i < 50; ++i)
    std::ranges::copy(picture({2, 3, 6.0f, 15.0f + 0.02f * static_cast<float>(i), 16}), x.view().row(i).begin());
  const std::vector<double> values = evaluate(*make<Metric>("modes"), x, x, data.get());
  CHECK(values[0] == 1);
  CHECK(values[1] == 1);
  CHECK(std::abs(values[2] - std::log(24)) <= 1e-9);
}

TEST_CASE("the label of a coloured shape is the mode that it is seen as", "[unit]") {
  const auto data = make<Data>("shapes", {{"range", List{0, 1}}});
  CHECK(data->classes() == 24);
  const Rng rng(3, Purpose::data);
  OwnedMatrix x(100, 3072);
  std::vector<Label> labels(100);
  std::vector<Sighting> seen(100);
  data->draw(x, rng);
  data->draw_labels(labels, rng);
  data->mode_classifier()->classify(x, seen);
  for (std::size_t i = 0; i < labels.size(); ++i) CHECK(seen[i].mode == labels[i]);
}
