#include <png.h>

#include <cmath>
#include <cstring>
#include <fstream>
#include <ganzoo/core/error.hpp>
#include <ganzoo/report/picture/axis.hpp>
#include <ganzoo/report/picture/picture.hpp>
#include <nlohmann/json.hpp>

#include "log/sample_run.hpp"
#include "support/catch.hpp"
#include "support/refusal.hpp"

using namespace ganzoo;

namespace {

struct Pixels {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgb;

  std::vector<int> at(int x, int y) const {
    const std::uint8_t* p = &rgb[static_cast<std::size_t>((y * width + x) * 3)];
    return {p[0], p[1], p[2]};
  }
};

/// Read by libpng: not by what wrote it.
Pixels read(const std::filesystem::path& file) {
  png_image image;
  std::memset(&image, 0, sizeof image);
  image.version = PNG_IMAGE_VERSION;
  REQUIRE(png_image_begin_read_from_file(&image, file.c_str()) != 0);
  image.format = PNG_FORMAT_RGB;
  Pixels pixels{static_cast<int>(image.width), static_cast<int>(image.height), {}};
  pixels.rgb.resize(PNG_IMAGE_SIZE(image));
  REQUIRE(png_image_finish_read(&image, nullptr, pixels.rgb.data(), 0, nullptr) != 0);
  return pixels;
}

/// n points on a ring of this radius.
log::Array ring(std::int64_t n, double radius, double wobble) {
  log::Array points{{n, 2}, {}};
  for (std::int64_t i = 0; i < n; ++i) {
    const double angle = 6.283185307179586 / 8 * static_cast<double>(i % 8), t = static_cast<double>(i);
    points.values.push_back(static_cast<float>(radius * std::cos(angle) + wobble * std::sin(12.9898 * t)));
    points.values.push_back(static_cast<float>(radius * std::sin(angle) + wobble * std::sin(78.233 * t)));
  }
  return points;
}

}  // namespace

TEST_CASE("pixels come back from a PNG file as they were", "[unit]") {
  const TemporaryFolder folder;
  const std::vector<std::uint8_t> rgb{255, 0, 0, 0, 255, 0, 0, 0, 255, 1, 2, 3, 10, 20, 30, 255, 255, 255};
  report::write_png(folder / "a.png", 3, 2, rgb);
  const Pixels back = read(folder / "a.png");
  CHECK(back.width == 3);
  CHECK(back.height == 2);
  CHECK(back.rgb == rgb);
}

TEST_CASE("a mosaic shows every image, low black and high white, clamped, and NaN black", "[unit]") {
  const TemporaryFolder folder;
  // Three images of 56 × 56, so that nothing is magnified: black, white, beyond white; in a grid of two columns.
  log::Array images{{3, 56, 56}, std::vector<float>(3 * 56 * 56, -1.0F)};
  for (std::size_t i = 56 * 56; i < images.values.size(); ++i) images.values[i] = i < 2 * 56 * 56 ? 1.0F : 5.0F;
  images.values[2 * 56 * 56] = std::nanf("");
  report::write_mosaic(folder / "m.png", images, -1, 1);
  const Pixels m = read(folder / "m.png");
  CHECK(m.width == 2 * 58 + 2);
  CHECK(m.height == 2 * 58 + 2);
  CHECK(m.at(30, 30) == std::vector<int>{0, 0, 0});
  CHECK(m.at(90, 30) == std::vector<int>{255, 255, 255});
  CHECK(m.at(2, 60) == std::vector<int>{0, 0, 0});
  CHECK(m.at(3, 60) == std::vector<int>{255, 255, 255});
}

TEST_CASE("colour images keep their channels and small ones are magnified", "[unit]") {
  const TemporaryFolder folder;
  report::write_mosaic(folder / "m.png", {{1, 1, 2, 3}, {1, 0, 0, 0, 0.5F, 1}}, 0, 1);
  const Pixels m = read(folder / "m.png");
  CHECK(m.width == 2 * 28 + 4);
  CHECK(m.at(4, 4) == std::vector<int>{255, 0, 0});
  CHECK(m.at(m.width - 5, 4) == std::vector<int>{0, 128, 255});
}

TEST_CASE("real points are blue and generated ones orange where they are", "[unit]") {
  const TemporaryFolder folder;
  const log::Array real{{2, 2}, {0, 0, 1, 1}}, generated{{1, 2}, {1, 0}};
  report::write_points(folder / "p.png", "three points", real, generated);
  const Pixels p = read(folder / "p.png");
  const auto blueish = [](const std::vector<int>& c) { return c[2] > c[0] + 20; };
  const auto orangeish = [](const std::vector<int>& c) { return c[0] > c[2] + 20; };
  // The frame is 64 … 624 on both axes with a margin of 6 %: 0 stands at 94, 1 at 594 (downwards: at 124 … ).
  const int low = 64 + static_cast<int>(560 * 0.06 / 1.12), high = 64 + static_cast<int>(560 * 1.06 / 1.12);
  CHECK(blueish(p.at(low, 64 + 624 - low)));
  CHECK(blueish(p.at(high, 64 + 624 - high)));
  CHECK(orangeish(p.at(high, 64 + 624 - low)));
}

TEST_CASE("points of any number of dimensions are drawn, with outliers and NaN", "[unit]") {
  const TemporaryFolder folder;
  log::Array wild = ring(2000, 1.6, 0.25);
  wild.values[0] = 1e30F;
  wild.values[1] = std::nanf("");
  report::write_points(folder / "ring.png", "ring8: kl, step 20000", ring(2000, 2, 0.05), wild);
  log::Array real{{4000, 1}, {}}, generated{{4000, 1}, {}};
  for (int i = 0; i < 4000; ++i) {
    real.values.push_back(static_cast<float>(std::sin(i * 12.9898) + std::sin(i * 78.233)));
    generated.values.push_back(static_cast<float>(0.5 + std::sin(i * 39.425)));
  }
  report::write_points(folder / "histogram.png", "a mixture in one dimension", real, generated);
  report::write_points(folder / "empty.png", "", {}, {{3, 5}, std::vector<float>(15, 1.0F)});
  for (const char* name : {"ring.png", "histogram.png", "empty.png"}) CHECK(read(folder / name).width == 648);
}

TEST_CASE("a trajectory goes from blue to orange past the origin, to the first number that is not finite", "[unit]") {
  const TemporaryFolder folder;
  const std::vector<double> x{1, -1, -1, 1, 0}, y{1, 1, -1, std::nan(""), 50};
  report::write_trajectory(folder / "t.png", "three corners", {"θ", "ψ"}, x, y);
  const Pixels p = read(folder / "t.png");
  const auto blueish = [](const std::vector<int>& c) { return c[2] > c[0] + 20; };
  const auto orangeish = [](const std::vector<int>& c) { return c[0] > c[2] + 20; };
  // A frame of 560 pixels for [−1.12, 1.12] on both axes.
  const auto at = [&](double right, double up) {
    return p.at(64 + static_cast<int>(250 * (right + 1.12)), 624 - static_cast<int>(250 * (up + 1.12)));
  };
  CHECK(blueish(at(1, 1)));
  CHECK(orangeish(at(-1, -1)));
  CHECK(at(0, 0)[0] < 80);
  CHECK(at(0.37, -0.4) == std::vector<int>{255, 255, 255});
  CHECK(at(0.5, 1) != std::vector<int>{255, 255, 255});
  CHECK(at(-1, 0.3) != std::vector<int>{255, 255, 255});
}

TEST_CASE("a trajectory that stays where it is, or grows beyond measure, is drawn", "[unit]") {
  const TemporaryFolder folder;
  report::write_trajectory(folder / "still.png", "", {"x", "y"}, std::vector<double>(3, 0), std::vector<double>(3, 0));
  report::write_trajectory(folder / "far.png", "", {"x", "y"}, std::vector{1.0, -1e300}, std::vector{1e-300, 1e300});
  for (const char* name : {"still.png", "far.png"}) CHECK(read(folder / name).width == 648);
}

TEST_CASE("what cannot be drawn is refused", "[unit]") {
  const TemporaryFolder folder;
  CHECK(refusal([&] {
          report::write_mosaic(folder / "m.png", {{2, 3}, std::vector<float>(6)}, 0, 1);
        }).second.find("an array of shape [2, 3] is no stack of images [n, h, w] or [n, h, w, 3]") !=
        std::string::npos);
  CHECK(refusal([&] {
          report::write_points(folder / "p.png", "", {}, {{2, 3, 1}, std::vector<float>(6)});
        }).second.find("generated points have shape [2, 3, 1], but must be [n, d]") != std::string::npos);
  CHECK(refusal([&] { report::write_points(folder / "p.png", "", {}, {}); }).second.find("there are no points") !=
        std::string::npos);
  CHECK(refusal([&] {
          report::write_trajectory(folder / "t.png", "", {"x", "y"}, std::vector{std::nan("")}, std::vector{0.0});
        }).second.find("there is no trajectory to draw") != std::string::npos);
  CHECK(refusal([&] {
          report::write_png(folder / "no/p.png", 1, 1, std::vector<std::uint8_t>(3));
        }).second.find("no/p.png: cannot be written: No such file or directory") != std::string::npos);
}

TEST_CASE("an axis shows every value, bent where one would flatten the others", "[unit]") {
  const auto shows_all = [](const std::vector<double>& sorted, const std::string& name) {
    const report::Axis axis = report::Axis::around(sorted);
    CHECK(axis.name() == name);
    for (const double v : sorted) {
      CHECK(axis.place(v) > 0);
      CHECK(axis.place(v) < 1);
    }
    CHECK(axis.ticks().size() >= 2);
    CHECK(axis.ticks().size() <= 15);
    for (const double t : axis.ticks()) CHECK((axis.place(t) >= 0 && axis.place(t) <= 1));
  };
  shows_all({0.5, 1, 2, 3, 8}, "");
  shows_all({0.001, 0.01, 1, 2, 30, 400}, "log");
  shows_all({-3, -1, 0, 0.5, 1, 2, 1e20}, "symlog");
  shows_all({-1e12, -3, -1, 0, 0.5, 1, 2}, "symlog");
  CHECK(std::abs(report::Axis::around({2, 2, 2}).place(2) - 0.5) < 1e-12);
}

TEST_CASE("axes are as the table has them that the page's script is held to as well", "[unit]") {
  std::ifstream file(GANZOO_SOURCE_DIR "/tests/report/axes.json");
  for (const auto& expected : nlohmann::json::parse(file)) {
    INFO(expected.dump());
    auto values = expected["values"].get<std::vector<double>>();
    std::ranges::sort(values);
    const report::Axis axis = report::Axis::around(values);
    CHECK((axis.name().empty() ? "linear" : axis.name()) == expected["kind"]);
    const auto ticks = expected["ticks"].get<std::vector<double>>();
    REQUIRE(axis.ticks().size() == ticks.size());
    for (std::size_t i = 0; i < ticks.size(); ++i)
      CHECK(std::abs(axis.ticks()[i] - ticks[i]) <= 1e-12 * std::abs(ticks[i]));
    for (const auto& place : expected["places"])
      CHECK(std::abs(axis.place(place[0].get<double>()) - place[1].get<double>()) < 1e-9);
  }
}
