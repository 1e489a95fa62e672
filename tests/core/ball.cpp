// Ball arithmetic: the truth lies inside, and the exponent has no end that matters.
#include <ganzoo/core/ball.hpp>
#include <ganzoo/core/dual.hpp>

#include "support/catch.hpp"

using namespace ganzoo;

namespace {

bool holds(const Ball& x, long double truth) {
  return std::abs(static_cast<long double>(x.value()) - truth) <= static_cast<long double>(x.error()) * (1 + 1e-10L);
}

}  // namespace

TEST_CASE("a ball holds what long double finds", "[unit]") {
  for (long double t : {-30.0L, -3.3L, -0.7L, -1e-9L, 1e-9L, 0.3L, 1.0L, 2.7L, 40.0L}) {
    const auto x = static_cast<double>(t);
    const Ball ball = Ball::exactly(x);
    const long double y = x;
    INFO("x = " << x);
    CHECK(holds(exp(ball), std::exp(y)));
    CHECK(holds(expm1(ball), std::expm1(y)));
    CHECK(holds(tanh(ball), std::tanh(y)));
    CHECK(holds(sigmoid(ball), 1 / (1 + std::exp(-y))));
    CHECK(holds(softplus(ball), std::log1p(std::exp(-std::abs(y))) + std::max(y, 0.0L)));
    CHECK(holds(ball * ball - ball / Ball::exactly(3), y * y - y / 3));
    CHECK(holds(pow(ball, 3), y * y * y));
    CHECK(holds(pow(ball, -2), 1 / (y * y)));
    if (x <= 0) continue;
    CHECK(holds(log(ball), std::log(y)));
    CHECK(holds(log1p(ball), std::log1p(y)));
    CHECK(holds(sqrt(ball), std::sqrt(y)));
    CHECK(holds(pow(ball, 0.3), std::pow(y, 0.3L)));
    CHECK(holds(xlogx(ball), y * std::log(y)));
  }
}

TEST_CASE("the radius of a ball tells what cancellation took", "[unit]") {
  const Ball u = Ball::exactly(1 + 0x1p-30), one = Ball::exactly(1);
  const Ball y = u * log(u) - (u + one) * log((u + one) / Ball::exactly(2));
  const long double v = 0x1p-30L, truth = (1 + v) * std::log1p(v) - (2 + v) * std::log1p(v / 2);
  CHECK(holds(y, truth));
  CHECK(y.error() > 0.01 * std::abs(y.value()));
  CHECK((u - one).error() == 0);
}

TEST_CASE("a ball goes where no double does", "[unit]") {
  const Ball huge = exp(Ball::exactly(1e15)), tiny = exp(Ball::exactly(-1e15));
  CHECK(std::isinf(huge.value()));
  CHECK(tiny.value() == 0);
  CHECK(std::abs(log(huge).value() - 1e15) <= 1);
  CHECK(std::abs(log(tiny).value() + 1e15) <= 1);
  CHECK(std::abs((huge * tiny).value() - 1) <= (huge * tiny).error());
  CHECK(tiny < huge);
  CHECK(log1p(tiny).log_size() == tiny.log_size());
  CHECK(plain(-tiny) < 0);
  CHECK((exp(exp(Ball::exactly(100)))).is_infinite());
  CHECK((exp(-exp(Ball::exactly(100)))).is_zero());
  CHECK((exp(-exp(Ball::exactly(1e15)))).is_zero());
}

TEST_CASE("a ball whose argument may be 0 or negative knows nothing of its logarithm", "[unit]") {
  CHECK(std::isinf(log(Ball(1, 2, 0)).error()));
  CHECK(log(Ball::exactly(-1)).is_nan());
  CHECK(std::isinf(log(Ball()).value()));
  CHECK(sqrt(Ball::exactly(-1)).is_nan());
}

TEST_CASE("the same formula that makes duals of doubles makes duals of balls", "[unit]") {
  const auto f = [](auto u) { return xlogx(u) + max(u - 2, 0.0) - abs(1 - u) + select(u < 1.0, exp(u), u); };
  for (const double u : {0.5, 1.5, 3.0}) {
    const Dual<double> plain_dual = f(Dual<double>(u, 1));
    const Dual<Ball> balls = f(Dual<Ball>(Ball::exactly(u), Ball::exactly(1)));
    CHECK(holds(balls.value, plain_dual.value));
    CHECK(std::abs(balls.slope.value() - plain_dual.slope) <= 1e-15);
  }
}
