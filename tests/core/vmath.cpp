#include "support/catch.hpp"

#include <ganzoo/core/vmath.hpp>

#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>

namespace vmath = ganzoo::vmath;

namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();

/// |got − exact| in units of the last place of `exact` as a float.
double ulps(float got, double exact) {
  const float rounded = static_cast<float>(exact);
  const double unit = static_cast<double>(std::nextafterf(std::abs(rounded), infinity)) - std::abs(rounded);
  return std::abs(double{got} - exact) / unit;
}

}  // namespace

TEST_CASE("exp is within 2 units in the last place wherever its result is a normal float", "[unit]") {
  double worst = 0;
  for (float x = -87.3f; x < 88.72f; x += 0.000731f) worst = std::max(worst, ulps(vmath::exp(x), std::exp(double{x})));
  CHECK(worst <= 2);
}

TEST_CASE("exp goes to 0 and to infinity at its ends, and keeps NaN", "[unit]") {
  CHECK(vmath::exp(0) == 1);
  CHECK(vmath::exp(-100) == 0);
  CHECK(vmath::exp(-infinity) == 0);
  CHECK(vmath::exp(89) == infinity);
  CHECK(vmath::exp(infinity) == infinity);
  CHECK(std::isnan(vmath::exp(std::numeric_limits<float>::quiet_NaN())));
}

TEST_CASE("log is within 2 units in the last place over all normal floats", "[unit]") {
  double worst = 0;
  for (float x = std::numeric_limits<float>::min(); x < 3e38f; x *= 1.000037f) {
    worst = std::max(worst, ulps(vmath::log(x), std::log(double{x})));
  }
  for (float x = 0.5f; x < 2; x = std::nextafterf(x, 3))
    worst = std::max(worst, ulps(vmath::log(x), std::log(double{x})));
  CHECK(worst <= 2);
}

TEST_CASE("log has its limits outside of the positive numbers", "[unit]") {
  CHECK(vmath::log(1) == 0);
  CHECK(vmath::log(0) == -infinity);
  CHECK(vmath::log(infinity) == infinity);
  CHECK(std::isnan(vmath::log(-1)));
  CHECK(std::isnan(vmath::log(std::numeric_limits<float>::quiet_NaN())));
}

TEST_CASE("sincos is within 2 units in the last place of the larger of the two near 0, and 1e-7 up to 8192", "[unit]") {
  double worst = 0, error = 0;
  for (float x = -0.78f; x < 0.78f; x += 0.0000731f) {
    worst = std::max(
        {worst, ulps(vmath::sincos(x).sin, std::sin(double{x})), ulps(vmath::sincos(x).cos, std::cos(double{x}))});
  }
  for (float x = -8192; x < 8192; x += 0.0173f) {
    const auto [s, c] = vmath::sincos(x);
    error = std::max({error, std::abs(s - std::sin(double{x})), std::abs(c - std::cos(double{x}))});
  }
  CHECK(worst <= 2);
  CHECK(error <= 1.2e-7);
}

TEST_CASE("sincos of a turn is exact in its reduction", "[unit]") {
  double error = 0;
  for (std::uint64_t turn = 0; turn < (std::uint64_t{1} << 32); turn += 65'521) {
    const double x = 2 * std::numbers::pi * 0x1p-32 * static_cast<double>(turn);
    const auto [s, c] = vmath::sincos_turn(static_cast<std::uint32_t>(turn));
    error = std::max({error, std::abs(s - std::sin(x)), std::abs(c - std::cos(x))});
  }
  CHECK(error <= 1.2e-7);
  CHECK(vmath::sincos_turn(0).cos == 1);
  CHECK(vmath::sincos_turn(0x40000000).sin == 1);
  CHECK(vmath::sincos_turn(0x80000000).cos == -1);
  CHECK(vmath::sincos_turn(0xc0000000).sin == -1);
}
