// Every function of a dual against central differences, twice nested, and against closed forms where they are delicate.
#include "support/catch.hpp"

#include <ganzoo/core/dual.hpp>

#include <cmath>
#include <functional>
#include <limits>
#include <string>

using ganzoo::Dual;
using D1 = Dual<double>;
using D2 = Dual<D1>;

namespace {

struct Jet {
  double value, first, second;
};

/// f, f′, f″ at x.
template <class F>
Jet jet(const F& f, double x) {
  const D2 y = f(D2(D1(x, 1), D1(1.0)));
  return {y.value.value, y.value.slope, y.slope.slope};
}

bool close(double a, double b, double tolerance) { return std::abs(a - b) <= tolerance * std::max(1.0, std::abs(b)); }

/// The jet's slopes against central differences of the values and of the first slopes.
template <class F>
void check_slopes(const std::string& name, const F& f, std::initializer_list<double> points) {
  constexpr double h = 1e-5;
  for (const double x : points) {
    INFO(name << " at " << x);
    const Jet at = jet(f, x), above = jet(f, x + h), below = jet(f, x - h);
    CHECK(close(at.first, (above.value - below.value) / (2 * h), 1e-8));
    CHECK(close(at.second, (above.first - below.first) / (2 * h), 1e-8));
  }
}

}  // namespace

TEST_CASE("Arithmetic has the slopes of central differences", "[unit]") {
  check_slopes("sum", [](auto x) { return x + 2 + (1 + x) - (x - 3) + (4 - x) - x * x + +x - -x; }, {-1.5, 0.3, 2});
  check_slopes("product", [](auto x) { return 3 * x * x * x * 0.5; }, {-1.5, 0.3, 2});
  check_slopes("quotient", [](auto x) { return (x + 1) / (x * x + 1) + 2 / x + x / 4; }, {-1.5, 0.3, 2});
  check_slopes("compound",
               [](auto x) {
                 auto y = x;
                 y += x * x;
                 y -= 1 / x;
                 y *= x;
                 y /= x + 4;
                 return y;
               },
               {-1.5, 0.3, 2});
}

TEST_CASE("Elementary functions have the slopes of central differences", "[unit]") {
  check_slopes("exp", [](auto x) { return exp(x); }, {-2, 0, 1.5});
  check_slopes("expm1", [](auto x) { return expm1(x); }, {-2, 0, 1.5});
  check_slopes("log", [](auto x) { return log(x); }, {0.2, 1, 5});
  check_slopes("log1p", [](auto x) { return log1p(x); }, {-0.5, 0, 3});
  check_slopes("sqrt", [](auto x) { return sqrt(x); }, {0.2, 1, 5});
  check_slopes("tanh", [](auto x) { return tanh(x); }, {-2, 0, 1.5});
  check_slopes("sigmoid", [](auto x) { return sigmoid(x); }, {-2, 0, 1.5});
  check_slopes("softplus", [](auto x) { return softplus(x); }, {-2, 0, 1.5});
  check_slopes("xlogx", [](auto x) { return xlogx(x); }, {0.2, 1, 5});
  check_slopes("lambert_w", [](auto x) { return lambert_w(x); }, {-0.15, 0, 0.5, 2, 30});
  check_slopes("wright_omega", [](auto x) { return wright_omega(x); }, {-3, 0, 1, 20});
}

TEST_CASE("Powers have the slopes of central differences, whichever side is the variable", "[unit]") {
  check_slopes("power", [](auto x) { return pow(x, 2.5) + pow(x, -1.0) + pow(x, 0.3); }, {0.2, 1, 3});
  check_slopes("exponential", [](auto x) { return pow(2.0, x); }, {-2, 0, 3});
  check_slopes("both", [](auto x) { return pow(x, x + 1); }, {0.2, 1, 3});
  CHECK(jet([](auto x) { return pow(x, 0.0); }, 0).value == 1);
  CHECK(jet([](auto x) { return pow(x, 2.0); }, 0).first == 0);
}

TEST_CASE("Pieces have the slope of the piece taken", "[unit]") {
  check_slopes("abs", [](auto x) { return abs(x - 1); }, {0.25, 3});
  check_slopes("min", [](auto x) { return min(x * x, 1.0) + min(2.0, x) + min(x, x * x); }, {0.25, 3});
  check_slopes("max", [](auto x) { return max(x * x, 1.0) + max(2.0, x) + max(x, x * x); }, {0.25, 3});
  check_slopes("select", [](auto x) { return select(x < 1, x * x, 3.0) + select(x > 1, 2.0, x); }, {0.25, 3});
  CHECK(jet([](auto x) { return abs(x); }, 0).first == 0);
}

TEST_CASE("A bare value is a Dual too, so no integer function is ever found", "[unit]") {
  const Dual<double> half = 0.5;
  CHECK(abs(half - 1).value == 0.5);
  static_assert(std::is_same_v<decltype(abs(half - 1)), Dual<double>>);
}

template <class T>
concept StandardAbs = requires(T x) { std::abs(x); };
template <class T>
concept StandardExp = requires(T x) { std::exp(x); };
template <class T>
concept StandardMax = requires(T x) { std::pow(x, 2.0); };
template <class T>
concept BecomesDouble = std::convertible_to<T, double>;

TEST_CASE("Functions of std do not compile on a Dual", "[unit]") {
  STATIC_REQUIRE_FALSE(StandardAbs<D1>);
  STATIC_REQUIRE_FALSE(StandardExp<D1>);
  STATIC_REQUIRE_FALSE(StandardMax<D1>);
  STATIC_REQUIRE_FALSE(BecomesDouble<D1>);
  STATIC_REQUIRE_FALSE(StandardAbs<D2>);
}

TEST_CASE("sigmoid and softplus keep their relative accuracy far out", "[unit]") {
  for (const double x : {-700.0, -100.0, -40.0}) {
    CHECK(close(ganzoo::softplus(x) / std::exp(x), 1, 1e-15));
    CHECK(close(ganzoo::sigmoid(x) / std::exp(x), 1, 1e-15));
  }
  CHECK(ganzoo::softplus(800) == 800);
  CHECK(ganzoo::sigmoid(800) == 1);
  // sech²(20) = 4e⁻⁴⁰ to all digits, where 1 − tanh² is 0.
  CHECK(close(jet([](auto x) { return tanh(x); }, 20).first / (4 * std::exp(-40.0)), 1, 1e-14));
}

TEST_CASE("Lambert's W and Wright's omega solve their equations", "[unit]") {
  for (const double x : {-0.367879, -0.3, -1e-9, 1e-300, 0.1, 1.0, 2.718281828, 1e3, 1e300}) {
    const double w = ganzoo::lambert_w(x);
    INFO(x);
    CHECK(std::abs(w * std::exp(w) - x) <= 1e-14 * std::max(std::abs(x), 1e-2) * (1 + std::abs(w)));
  }
  CHECK(ganzoo::lambert_w(0) == 0);
  CHECK(std::isnan(ganzoo::lambert_w(-1)));
  for (const double x : {-700.0, -61.0, -59.0, -5.0, -2.0, 0.0, 1.0, 3.0, 100.0, 1e17}) {
    const double w = ganzoo::wright_omega(x);
    INFO(x);
    CHECK(std::abs(w + std::log(w) - x) <= 4e-16 * std::max(1.0, std::abs(x)) * 2);
  }
  CHECK(ganzoo::wright_omega(1) == 1);
}

TEST_CASE("xlogx is 0 at 0", "[unit]") { CHECK(ganzoo::xlogx(0) == 0); }
