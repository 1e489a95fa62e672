// Structural similarity of pairs of images against an independent program (two-dimensional windows, one pixel at a time).
#include <cmath>

#include "components/make.hpp"

using namespace ganzoo;

namespace {

struct Images : Data {
  explicit Images(std::int64_t s, std::int64_t c = 1) : side(s), channels(c) {}
  Shape shape() const override { return {side, side, channels}; }
  std::pair<double, double> interval() const override { return {-1, 1}; }
  std::int64_t side, channels;
};

/// 0.5 + 0.4 sin(0.3x + t) cos(0.2y − t) of [0, 1], in [−1, 1].
void wave(std::span<float> out, std::int64_t side, double t) {
  for (std::int64_t y = 0; y < side; ++y)
    for (std::int64_t x = 0; x < side; ++x)
      out[static_cast<std::size_t>(y * side + x)] = static_cast<float>(
          0.8 * std::sin(0.3 * static_cast<double>(x) + t) * std::cos(0.2 * static_cast<double>(y) - t));
}

OwnedMatrix waves(std::int64_t side, std::vector<double> phases) {
  OwnedMatrix all(static_cast<std::int64_t>(phases.size()), side * side);
  for (std::size_t i = 0; i < phases.size(); ++i) wave(all.view().row(static_cast<std::int64_t>(i)), side, phases[i]);
  return all;
}

}  // namespace

TEST_CASE("ms_ssim of a pair is the independent program's, at one, two and three scales", "[unit]") {
  struct Case {
    std::int64_t side;
    double real, generated;
  };
  for (const Case& c :
       {Case{16, 0.7294631096786001, 0.9693044624721183}, Case{32, 0.8425427464745086, 0.9790962773883843},
        Case{45, 0.8442799858716509, 0.9791527902412623}}) {
    CAPTURE(c.side);
    const Images data(c.side);
    const auto metric = make<Metric>("ms_ssim", {{"samples", 2}, {"pairs", 3}});
    const auto values = evaluate(*metric, waves(c.side, {0, 0.4}), waves(c.side, {0, 3}), &data);
    CHECK(std::abs(values[1] - c.real) < 1e-6);
    CHECK(std::abs(values[0] - c.generated) < 1e-6);
  }
}

TEST_CASE("ms_ssim is 1 of equal images, that of luminance alone of flat ones, and the channels' mean", "[unit]") {
  const Images data(16, 3);
  const auto metric = make<Metric>("ms_ssim", {{"samples", 2}, {"pairs", 1}});
  OwnedMatrix same(2, 768), flat(2, 768);
  for (std::int64_t i = 0; i < 2; ++i)
    for (std::size_t k = 0; k < 768; ++k) {
      same.view().row(i)[k] = static_cast<float>(k % 7) / 7;
      flat.view().row(i)[k] = k % 3 == 0 && i == 1 ? 0.5F : 0.0F;  // one channel of 0.5 against 0.75 of [0, 1]
    }
  const auto values = evaluate(*metric, same, flat, &data);
  CHECK(std::abs(values[1] - 1) < 1e-9);
  const double luminance = (2 * 0.5 * 0.75 + 1e-4) / (0.25 + 0.5625 + 1e-4);
  CHECK(std::abs(values[0] - (luminance + 2) / 3) < 1e-9);
}

TEST_CASE("ms_ssim hangs on no order of the samples, and sees a generator that makes few", "[unit]") {
  const Images data(16);
  const auto metric = make<Metric>("ms_ssim", {{"samples", 6}, {"pairs", 40}});
  const auto many = waves(16, {0, 0.5, 1, 1.5, 2, 2.5}), turned = waves(16, {2.5, 1, 0, 2, 1.5, 0.5}),
             few = waves(16, {0, 0.01, 0.02, 0, 0.01, 0.02});
  CHECK(evaluate(*metric, many, many, &data) == evaluate(*metric, turned, turned, &data));
  const auto values = evaluate(*metric, many, few, &data);
  CHECK(values[0] > 0.99);
  CHECK(values[1] < 0.9);
  CHECK_THROWS_WITH(evaluate(*metric, many, few), "metric ms_ssim: files do not tell the shape of their samples");
}
