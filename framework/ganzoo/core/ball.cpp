#include <algorithm>
#include <ganzoo/core/ball.hpp>
#include <ganzoo/core/dual.hpp>
#include <ganzoo/core/numbers.hpp>

namespace ganzoo::balls {
namespace {

constexpr double unit = Ball::unit;
constexpr double log_2 = 0x1.62e42fefa39efp-1, log_2_rest = 0x1.abc9e3b39803fp-56;  // log 2 in two doubles
constexpr double furthest = 1.5e18;  // |x| at which the exponent of eˣ still fits

/// x · 2^power, 0 or ±∞ where that leaves the doubles.
double shifted(double x, std::int64_t power) {
  return std::ldexp(x, static_cast<int>(std::clamp<std::int64_t>(power, -5000, 5000)));
}

Ball undefined() { return {std::numeric_limits<double>::quiet_NaN(), infinity, 0}; }

/// e^x of an exact x, its relative error in `off`.
Ball exp_exactly(double x, double& off) {
  off = 2 * unit;
  if (std::abs(x) < 500) return {std::exp(x), 0, 0};
  if (x > furthest) return {infinity, 0, 0};
  if (x < -furthest) return {};
  const double k = std::nearbyint(x / log_2), rest = std::fma(-k, log_2_rest, std::fma(-k, log_2, x));
  off = (4 + std::abs(rest)) * unit;
  return {std::exp(rest), 0, static_cast<std::int64_t>(k)};
}

/// How far eˣ moves, relatively, when x moves by `radius`.
double spread(double radius) { return radius < 700 ? std::expm1(radius) : infinity; }

Ball with_relative(const Ball& x, double off) {
  if (x.is_zero()) return x;
  return Ball(x.centre(), std::abs(x.centre()) * off, x.exponent()).normalised();
}

/// Whether f(x) = x (1 + O(x)) is x to the last digit, and x maybe too small for a double.
bool is_tiny(const Ball& x) { return x.log_size() < -100 && x.radius() <= std::abs(x.centre()); }

/// x (1 ± x).
Ball like_itself(const Ball& x) { return x.widened(x.centre_only() * Ball(0, 1e-40, 0)); }

/// A function whose value, slope and argument are doubles.
Ball of_double(double value, double slope, double radius) {
  return Ball(value, (radius == 0 ? 0 : std::abs(slope) * radius) + 4 * unit * std::abs(value), 0).normalised();
}

}  // namespace

Ball Ball::written(double x) {
  const double coarse = x * 0x1p20;
  const bool dyadic = coarse == std::nearbyint(coarse) && std::abs(coarse) < 0x1p52;
  return Ball(x, dyadic ? 0 : 8 * unit * std::abs(x), 0).normalised();
}

Ball Ball::rescaled() const {
  const double size = std::fmax(std::abs(centre_), radius_);
  if (size == 0 || std::isinf(size) || std::isnan(centre_)) return {centre_, radius_, 0};
  if (exponent_ <= -most) return {};
  if (exponent_ >= most) return {centre_ == 0 ? 0 : std::copysign(infinity, centre_), infinity, 0};
  const int power = std::ilogb(size);
  const std::int64_t whole = exponent_ + power;
  const bool fits = std::abs(whole) < 200;  // then as a double
  const std::int64_t by = fits ? -exponent_ : power;
  const auto moved = [&](double x) { return fits ? shifted(x, exponent_) : shifted(x, -power); };
  return {moved(centre_), moved(radius_), fits ? 0 : exponent_ + by};
}

Ball Ball::sum_apart(const Ball& a, const Ball& b) {
  if (a.centre_ == 0 && a.radius_ == 0) return b;
  if (b.centre_ == 0 && b.radius_ == 0) return a;
  const Ball &high = a.exponent_ > b.exponent_ ? a : b, &low = a.exponent_ > b.exponent_ ? b : a;
  const std::int64_t down = low.exponent_ - high.exponent_;
  // What vanishes altogether still counts as an error.
  const double tiny = down < -1200 ? 0x1p-700 : 0;
  return high + Ball(shifted(low.centre_, down), shifted(low.radius_, down) + tiny, high.exponent_);
}

double Ball::scaled(std::int64_t power) const { return shifted(centre_, exponent_ - power); }

double Ball::log_size() const {
  const double size = std::abs(centre_);
  if (size == 0) return -infinity;
  const auto exponent = static_cast<double>(exponent_);
  return exponent_ == 0 ? std::log(size) : std::fma(exponent, log_2, std::log(size));
}

Ball Ball::widened(const Ball& more) const {
  const Ball radius = radius_only() + more;
  if (radius.exponent_ == exponent_) return {centre_, radius.centre_, exponent_};
  const Ball sum = centre_only() + Ball(0, radius.centre_, radius.exponent_);
  return sum.normalised();
}

double plain(const Ball& x) {
  const double value = x.value();
  if (value == 0 && !x.is_zero()) return std::copysign(std::numeric_limits<double>::min(), x.centre());
  if (std::isinf(value) && !x.is_infinite()) return std::copysign(std::numeric_limits<double>::max(), value);
  return value;
}

Ball exp(const Ball& x) {
  double off = 0;
  const Ball y = exp_exactly(x.value(), off);
  const double doubt = x.error();
  if (doubt < 1) return with_relative(y, off + std::expm1(doubt));
  // So wide a ball ends far above its centre, but e^(−10⁴⁰⁰) is 0 whatever its error.
  const Ball most = exp_exactly((x.centre_only() + x.radius_only()).value(), off);
  return y.widened(most + most);
}

Ball expm1(const Ball& x) {
  if (is_tiny(x)) return like_itself(x);
  const double value = x.value();
  if (std::abs(value) > 500) return exp(x) - Ball(1.0, 0, 0);
  return Ball(std::expm1(value), std::exp(value) * spread(x.error()) + 2 * unit * std::abs(std::expm1(value)), 0)
      .normalised();
}

Ball log(const Ball& x) {
  if (x.centre() < 0 || x.is_nan()) return undefined();
  if (x.is_zero()) return {-infinity, x.radius() == 0 ? 0 : infinity, 0};
  const double value = x.log_size(), size = std::abs(static_cast<double>(x.exponent())) * log_2;
  const double room = x.centre() - x.radius();
  const double radius = room > 0 ? x.radius() / room : infinity;
  return Ball(value, (x.radius() == 0 ? 0 : radius) + 2 * unit * std::fmax(std::abs(value), size), 0).normalised();
}

Ball log1p(const Ball& x) {
  if (is_tiny(x)) return like_itself(x);
  const double value = x.value();
  if (!(value < 1e15)) return log(x + Ball(1.0, 0, 0));
  const double room = 1 + value - x.error();
  if (value < -1) return undefined();
  return of_double(std::log1p(value), room > 0 ? 1 / room : infinity, x.error());
}

Ball sqrt(const Ball& x) {
  const bool odd = x.exponent() % 2 != 0;
  const double centre = odd ? 2 * x.centre() : x.centre(), radius = odd ? 2 * x.radius() : x.radius();
  const std::int64_t exponent = (x.exponent() - odd) / 2;
  if (centre + radius < 0 || x.is_nan()) return undefined();
  const double root = std::sqrt(std::fmax(centre, 0.0));
  const double lost = std::fma(root, root, -centre) == 0 ? 0 : unit * root;
  const double off = centre > radius ? radius / (root + std::sqrt(centre - radius)) : std::sqrt(centre + radius);
  return Ball(root, (radius == 0 ? 0 : off) + lost, exponent).normalised();
}

Ball pow(const Ball& x, double power) {
  if (power == 0) return Ball(1.0, 0, 0);
  if (power == 0.5) return sqrt(x);
  if (x.is_zero() && x.radius() == 0) return {power > 0 ? 0 : infinity, 0, 0};
  const bool by_products = power == std::nearbyint(power) && std::abs(power) <= 64;
  if (!by_products || (!x.is_zero() && !(std::abs(power * x.log_size()) < furthest))) return exp(Ball(power) * log(x));
  Ball result(1.0, 0, 0), square = x;
  for (int rest = static_cast<int>(std::abs(power)); rest > 0; rest /= 2, square = square * square)
    if (rest % 2 == 1) result = result * square;
  return power > 0 ? result : Ball(1.0, 0, 0) / result;
}

Ball tanh(const Ball& x) {
  const Ball down = expm1(Ball(-2.0, 0, 0) * (x.is_negative() ? -x : x)), size = -down / (Ball(2.0, 0, 0) + down);
  return x.is_negative() ? -size : size;
}

Ball sigmoid(const Ball& x) {
  const Ball e = exp(x.is_negative() ? x : -x), one(1.0, 0, 0);
  return (x.is_negative() ? e : one) / (one + e);
}

Ball softplus(const Ball& x) {
  const Ball near = log1p(exp(x.is_negative() ? x : -x));
  return x.is_negative() ? near : x + near;
}

Ball xlogx(const Ball& x) {
  if (x.is_zero() && x.radius() == 0) return {};
  return x * log(x);
}

Ball wright_omega(const Ball& x) {
  const double value = x.value(), w = ganzoo::wright_omega(value);
  if (value < -500) return exp(x);
  return of_double(w, w / (1 + w), x.error());
}

Ball lambert_w(const Ball& x) {
  if (is_tiny(x)) return like_itself(x);
  const double value = x.value();
  if (value > 1e10) return wright_omega(log(x));
  const double w = ganzoo::lambert_w(value);
  return of_double(w, std::exp(-w) / (1 + w), x.error());
}

}  // namespace ganzoo::balls
