/// Flips and shifts of images, and the way back of a gradient through them.
#include <algorithm>
#include <ganzoo/train/regularizer.hpp>
#include <set>

#include "make.hpp"

using namespace ganzoo;

namespace {

constexpr Moment now{.step = 3, .steps = 10, .critic_updates = 3};

OwnedMatrix images(std::int64_t n, const Shape& shape) {
  OwnedMatrix x(n, shape.size());
  for (std::int64_t i = 0; i < x.rows * x.columns; ++i) x.view().data[i] = static_cast<float>(1 + i % shape.size());
  return x;
}

std::unique_ptr<Regularizer> augment(const Shape& shape, bool flip, double shift, double fill = 0) {
  auto r = make<Regularizer>("diff_augment", {{"flip", flip}, {"shift", shift}, {"fill", fill}});
  r->attach(shape);
  return r;
}

}  // namespace

TEST_CASE("an image is itself or its mirror image, and each of both comes", "[unit]") {
  const Shape shape{2, 3, 2};
  OwnedMatrix x = images(64, shape), other = images(64, shape);
  augment(shape, true, 0)->on_batch(x, other, now, Rng(1, Purpose::regularizer));
  const std::vector<float> plain{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, mirror{5, 6, 3, 4, 1, 2, 11, 12, 9, 10, 7, 8};
  int mirrored = 0;
  for (std::int64_t i = 0; i < x.rows; ++i) {
    const auto row = x.view().row(i);
    mirrored += std::ranges::equal(row, mirror);
    CHECK((std::ranges::equal(row, plain) || std::ranges::equal(row, mirror)));
  }
  CHECK(mirrored > 16);
  CHECK(mirrored < 48);
  CHECK(!std::ranges::equal(x.view().flat(), other.view().flat()));
}

TEST_CASE("a shift of up to a quarter of four pixels is one pixel each way, and what comes in is the filling",
          "[unit]") {
  const Shape shape{4, 4, 1};
  OwnedMatrix x = images(400, shape), other = images(1, shape);
  augment(shape, false, 0.25, -1)->on_batch(x, other, now, Rng(1, Purpose::regularizer));
  std::set<std::pair<int, int>> seen;
  for (std::int64_t i = 0; i < x.rows; ++i) {
    int matches = 0;
    for (int down = -1; down <= 1; ++down)
      for (int right = -1; right <= 1; ++right) {
        bool same = true;
        for (int y = 0; y < 4; ++y)
          for (int c = 0; c < 4; ++c) {
            const int from_y = y - down, from_c = c - right;
            const bool inside = from_y >= 0 && from_y < 4 && from_c >= 0 && from_c < 4;
            same = same && x.view()(i, 4 * y + c) == (inside ? static_cast<float>(1 + 4 * from_y + from_c) : -1.0F);
          }
        if (same) ++matches, seen.insert({down, right});
      }
    REQUIRE(matches == 1);
  }
  CHECK(seen.size() == 9);
}

TEST_CASE("a gradient comes back to the pixels that it left, and what fell off an edge gets none", "[unit]") {
  const Shape shape{3, 5, 2};
  const auto r = augment(shape, true, 0.4);
  OwnedMatrix real = images(1, shape), x = images(32, shape), gradient(32, shape.size());
  r->on_batch(real, x, now, Rng(4, Purpose::regularizer));
  std::ranges::copy(x.view().flat(), gradient.view().data);  // each moved pixel brings its own number home
  r->pull_back(gradient, now, Rng(4, Purpose::regularizer));
  const OwnedMatrix before = images(32, shape);
  std::int64_t lost = 0;
  for (std::int64_t i = 0; i < gradient.rows * gradient.columns; ++i) {
    const float back = gradient.view().data[i];
    CHECK((back == before.view().data[i] || back == 0));
    lost += back == 0;
  }
  CHECK(lost > 0);
  CHECK(lost < gradient.rows * gradient.columns / 2);
}

TEST_CASE("diff_augment refuses samples that are no images", "[unit]") {
  check_error([] { make<Regularizer>("diff_augment")->attach({2}); }, Exit::usage,
              "regularizer diff_augment: the data's shape is 2, but must be an image");
}
