// The picture of a game: level lines by closed forms, strips of fabricated runs.
#include <array>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/report/plot/contour.hpp>
#include <ganzoo/report/plot/plot.hpp>

#include "fabricated.hpp"
#include "support/catch.hpp"

using namespace ganzoo;
using report::Field;

namespace {

/// h over [−2, 2]², n × n points.
template <class H>
Field field(std::size_t n, const H& h) {
  Field f{.columns = n, .x = {-2, 2}, .y = {-2, 2}, .values = std::vector<double>(n * n)};
  for (std::size_t j = 0; j < n; ++j)
    for (std::size_t i = 0; i < n; ++i)
      f.values[j * n + i] = h(f.x_of(static_cast<double>(i)), f.y_of(static_cast<double>(j)));
  return f;
}

/// A finished run with two snapshots of a game: on the line, or in the plane.
log::RunFile game(std::int64_t d) {
  log::RunFile run = testing::fabricate({});
  const std::int64_t rows = d == 1 ? 256 : 1024, columns = d + 5;
  log::Array scores{{2, rows, columns}, {}}, points{{2, 64, d}, {}};
  for (int s = 0; s < 2; ++s) {
    for (std::int64_t i = 0; i < rows; ++i) {
      const double x = d == 1 ? -3 + 6.0 * static_cast<double>(i) / 255 : -3 + 6.0 * static_cast<double>(i % 32) / 31,
                   y = d == 1 ? 0 : -3 + 6.0 * static_cast<double>(i / 32) / 31, p = std::exp(-(x * x + y * y) / 2),
                   q = std::exp(-((x - 1) * (x - 1) + y * y) / 2);
      std::vector<double> row{x, p, q, 0.4, p / (p + q), 0};
      if (d == 2) row.insert(row.begin() + 1, y);
      for (const double v : row) scores.values.push_back(static_cast<float>(v));
    }
    for (std::int64_t i = 0; i < 64 * d; ++i) points.values.push_back(std::sin(static_cast<float>(i)));
  }
  run.samples["scores"] = scores;
  run.samples["points"] = points;
  run.sample_steps = {0, 300};
  run.real.samples = {{64, d}, std::vector<float>(static_cast<std::size_t>(64 * d), 0.5F)};
  return run;
}

report::Figure drawn(const TemporaryFolder& folder, const log::RunFile& run) {
  std::filesystem::create_directories(folder / "cell");
  log::write(folder / "cell/run.h5", run);
  report::PlotOptions options;
  options.compared.paths = {folder.path};
  options.what = "game";
  options.format = report::Format::svg;
  return report::plot(options);
}

}  // namespace

TEST_CASE("level lines of x² + y² are circles, closed and of their length", "[unit]") {
  const Field f = field(129, [](double x, double y) { return x * x + y * y; });
  for (const double radius : {0.5, 1.0, 1.5}) {
    double length = 0;
    for (const report::Segment& s : report::contour(f, radius * radius)) {
      CHECK(std::abs(std::hypot(s.x0, s.y0) - radius) <= 2e-3);
      length += std::hypot(s.x1 - s.x0, s.y1 - s.y0);
    }
    CHECK(std::abs(length - 2 * 3.14159265 * radius) <= 0.01 * radius);
  }
  CHECK(report::contour(f, 9).empty());
}

TEST_CASE("the level lines of xy at a saddle do not cross", "[unit]") {
  const Field f = field(2, [](double x, double y) { return x * y; });  // one cell: 4, −4, 4, −4
  for (const double level : {-1.0, 1.0}) {
    const auto lines = report::contour(f, level);
    REQUIRE(lines.size() == 2);
    for (const report::Segment& s : lines)  // either line stays on one side of both diagonals' crossing
      CHECK((level > 0) == (s.x0 * s.y0 + s.x1 * s.y1 > 0));
  }
}

TEST_CASE("level lines leave out what is not finite", "[unit]") {
  const Field f = field(33, [](double x, double) { return x > 0.9 ? NAN : x; });
  for (const report::Segment& s : report::contour(f, 0.5)) CHECK(std::abs(s.x0 - 0.5) <= 1e-12);
  CHECK_FALSE(f.slope(1.5, 0));
}

TEST_CASE("a field's slope between its points is that of what runs through them", "[unit]") {
  const Field f = field(9, [](double x, double y) { return 3 * x - 2 * y + x * y; });
  for (const auto& [x, y] : {std::pair{0.3, -0.7}, std::pair{-1.9, 1.9}, std::pair{0.0, 0.0}}) {
    const auto slope = f.slope(x, y);
    REQUIRE(slope);
    CHECK(std::abs(slope->first - (3 + y)) <= 1e-12);
    CHECK(std::abs(slope->second - (-2 + x)) <= 1e-12);
  }
  CHECK_FALSE(f.slope(2.1, 0));
}

TEST_CASE("the picture of a game is a strip of its snapshots, and says how far D is from D*", "[unit]") {
  for (const std::int64_t d : {1, 2}) {
    INFO(d);
    const TemporaryFolder folder;
    const report::Figure figure = drawn(folder, game(d));
    CHECK(figure.bytes.find("<svg") != std::string::npos);
    CHECK(figure.caption.find("step 0, largest |D − D*|") != std::string::npos);
    CHECK(figure.caption.find("step 300, largest |D − D*|") != std::string::npos);
    CHECK(figure.caption.find("largest |D − ½| 0.100") != std::string::npos);
  }
}

TEST_CASE("a run without a picture of its game is refused, and one of another shape is corrupt", "[unit]") {
  const auto refusal = [](log::RunFile run) {
    const TemporaryFolder folder;
    try {
      drawn(folder, run);
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  log::RunFile none = game(1);
  none.samples.erase("scores");
  CHECK(refusal(none).find("keeps no picture of its game") != std::string::npos);
  log::RunFile odd = game(1);
  odd.samples["scores"].dims = {2, 128, 12};
  CHECK(refusal(odd).find("/samples/scores has another shape") != std::string::npos);
}
