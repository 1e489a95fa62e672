/// A real number of any size, known to within a radius: what exact values are computed with.
///
/// (centre ± radius) · 2^exponent. Each operation widens the radius by its own rounding error, so that the value of a
/// formula lies inside (to first order in 2⁻⁵³; the library's functions are taken to be right to one unit in the last
/// place). The exponent is an integer of its own: e^(10¹⁷) and e^(−10¹⁷) are numbers like any other.
#pragma once

#include <cmath>
#include <cstdint>
#include <ganzoo/core/api.hpp>
#include <limits>

/// A namespace of its own: a function log of ganzoo's would meet its namespace log. Arguments find what is here.
namespace ganzoo::balls {

class GANZOO_API Ball {
 public:
  static constexpr double unit = 0x1p-53;  ///< relative error of one rounding

  constexpr Ball() = default;
  /// A number as a formula writes it: 0.1 stands for 1/10, and log 2 − 5/8 has lost a digit. Integers, 0.125 are exact.
  Ball(double x) : Ball(written(x)) {}
  constexpr Ball(double centre, double radius, std::int64_t exponent)
      : centre_(centre), radius_(radius), exponent_(exponent) {}
  static Ball exactly(double x) { return Ball(x, 0, 0).normalised(); }

  double centre() const { return centre_; }
  double radius() const { return radius_; }
  std::int64_t exponent() const { return exponent_; }

  /// The centre as a double, ±∞ or 0 where it is too large or too small for one.
  double value() const { return scaled(0); }
  double error() const { return Ball(radius_, 0, exponent_).scaled(0); }
  /// centre · 2^(exponent − power).
  double scaled(std::int64_t power) const;
  /// log |centre|, −∞ for 0.
  double log_size() const;
  Ball centre_only() const { return {centre_, 0, exponent_}; }
  Ball radius_only() const { return {radius_, 0, exponent_}; }
  /// |centre|, exactly.
  Ball absolute() const { return {std::abs(centre_), 0, exponent_}; }
  /// The same centre, with `more` added to the radius.
  Ball widened(const Ball& more) const;
  bool is_nan() const { return std::isnan(centre_); }
  bool is_infinite() const { return std::isinf(centre_); }
  bool is_zero() const { return centre_ == 0; }
  bool is_negative() const { return centre_ < 0; }
  /// The same number with centre or radius, the larger of the two, near 1 or the exponent 0.
  Ball normalised() const {
    const double size = std::fmax(std::abs(centre_), radius_);
    const bool plain = size < 0x1p200 && size > 0x1p-200 && exponent_ < most && exponent_ > -most;
    return plain ? *this : rescaled();
  }

  friend Ball operator+(const Ball& a) { return a; }
  friend Ball operator-(const Ball& a) { return {-a.centre_, a.radius_, a.exponent_}; }
  friend Ball operator+(const Ball& a, const Ball& b) {
    if (a.exponent_ != b.exponent_) return sum_apart(a, b);
    const double sum = a.centre_ + b.centre_, part = sum - a.centre_;
    const double lost = (a.centre_ - (sum - part)) + (b.centre_ - part);  // exactly what rounding took (Møller, Knuth)
    return Ball(sum, a.radius_ + b.radius_ + std::abs(lost), a.exponent_).normalised();
  }
  friend Ball operator-(const Ball& a, const Ball& b) { return a + -b; }
  friend Ball operator*(const Ball& a, const Ball& b) {
    const double product = a.centre_ * b.centre_;
    const double radius = std::abs(a.centre_) * b.radius_ + a.radius_ * (std::abs(b.centre_) + b.radius_);
    return Ball(product, radius + unit * std::abs(product), a.exponent_ + b.exponent_).normalised();
  }
  friend Ball operator/(const Ball& a, const Ball& b) {
    const double quotient = a.centre_ / b.centre_, room = std::abs(b.centre_) - b.radius_;
    const double radius = (a.radius_ + std::abs(quotient) * b.radius_) / room + unit * std::abs(quotient);
    return Ball(quotient, room > 0 ? radius : std::numeric_limits<double>::infinity(), a.exponent_ - b.exponent_)
        .normalised();
  }

  // Order is that of the centres.
  friend bool operator<(const Ball& a, const Ball& b) {
    return a.exponent_ == b.exponent_ ? a.centre_ < b.centre_ : sum_apart(a, -b).centre_ < 0;
  }
  friend bool operator>(const Ball& a, const Ball& b) { return b < a; }
  friend bool operator<=(const Ball& a, const Ball& b) { return !(b < a); }
  friend bool operator>=(const Ball& a, const Ball& b) { return !(a < b); }

 private:
  static constexpr std::int64_t most = std::int64_t{1} << 61;  // beyond it a number counts as infinite or 0

  static Ball written(double x);
  static Ball sum_apart(const Ball& a, const Ball& b);
  Ball rescaled() const;

  double centre_ = 0, radius_ = 0;
  std::int64_t exponent_ = 0;
};

GANZOO_API Ball exp(const Ball& x);
GANZOO_API Ball expm1(const Ball& x);
GANZOO_API Ball log(const Ball& x);
GANZOO_API Ball log1p(const Ball& x);
GANZOO_API Ball sqrt(const Ball& x);
GANZOO_API Ball pow(const Ball& x, double power);
GANZOO_API Ball tanh(const Ball& x);
GANZOO_API Ball sigmoid(const Ball& x);
GANZOO_API Ball softplus(const Ball& x);
GANZOO_API Ball xlogx(const Ball& x);
GANZOO_API Ball wright_omega(const Ball& x);
GANZOO_API Ball lambert_w(const Ball& x);

/// The centre as a double of the right sign: the nearest to 0 or to infinity where it does not fit.
GANZOO_API double plain(const Ball& x);

}  // namespace ganzoo::balls

namespace ganzoo {
using balls::Ball;
}  // namespace ganzoo
