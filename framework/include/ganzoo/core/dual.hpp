/// Numbers that carry their derivative: the only thing that an author's formula is ever instantiated with.
///
/// Dual<double> gives f and f′, Dual<Dual<double>> also f″. Unqualified exp, log, abs … find the functions below;
/// `std::` ones do not compile, so nothing falls back to C's integer abs. Slopes are written so that they keep their
/// relative accuracy far out (sech², not 1 − tanh²).
#pragma once

#include <cmath>
#include <concepts>
#include <limits>

namespace ganzoo {

template <class T>
struct Dual {
  T value{};
  T slope{};

  constexpr Dual() = default;
  constexpr Dual(double v) : value(v) {}
  constexpr Dual(T v, T s) : value(v), slope(s) {}
  constexpr Dual(const T& v)
    requires(!std::same_as<T, double>)
      : value(v) {}

  friend constexpr Dual operator+(const Dual& a) { return a; }
  friend constexpr Dual operator-(const Dual& a) { return {-a.value, -a.slope}; }
  friend constexpr Dual operator+(const Dual& a, const Dual& b) { return {a.value + b.value, a.slope + b.slope}; }
  friend constexpr Dual operator-(const Dual& a, const Dual& b) { return {a.value - b.value, a.slope - b.slope}; }
  friend constexpr Dual operator*(const Dual& a, const Dual& b) {
    return {a.value * b.value, a.slope * b.value + a.value * b.slope};
  }
  friend constexpr Dual operator/(const Dual& a, const Dual& b) {
    const T q = a.value / b.value;
    return {q, (a.slope - q * b.slope) / b.value};
  }
  // With a plain number, so that 0 · ∞ never enters a slope.
  friend constexpr Dual operator+(const Dual& a, double b) { return {a.value + b, a.slope}; }
  friend constexpr Dual operator+(double a, const Dual& b) { return {a + b.value, b.slope}; }
  friend constexpr Dual operator-(const Dual& a, double b) { return {a.value - b, a.slope}; }
  friend constexpr Dual operator-(double a, const Dual& b) { return {a - b.value, -b.slope}; }
  friend constexpr Dual operator*(const Dual& a, double b) { return {a.value * b, a.slope * b}; }
  friend constexpr Dual operator*(double a, const Dual& b) { return {a * b.value, a * b.slope}; }
  friend constexpr Dual operator/(const Dual& a, double b) { return {a.value / b, a.slope / b}; }
  friend constexpr Dual operator/(double a, const Dual& b) {
    const T q = a / b.value;
    return {q, -(q / b.value) * b.slope};
  }
  constexpr Dual& operator+=(const Dual& b) { return *this = *this + b; }
  constexpr Dual& operator-=(const Dual& b) { return *this = *this - b; }
  constexpr Dual& operator*=(const Dual& b) { return *this = *this * b; }
  constexpr Dual& operator/=(const Dual& b) { return *this = *this / b; }

  // Order is that of the values.
  friend constexpr bool operator<(const Dual& a, const Dual& b) { return a.value < b.value; }
  friend constexpr bool operator>(const Dual& a, const Dual& b) { return b < a; }
  friend constexpr bool operator<=(const Dual& a, const Dual& b) { return a.value <= b.value; }
  friend constexpr bool operator>=(const Dual& a, const Dual& b) { return b <= a; }
};

/// The plain number inside, however deeply nested.
constexpr double plain(double x) { return x; }
template <class T>
constexpr double plain(const Dual<T>& x) {
  return plain(x.value);
}

// ---- the same functions of a plain number, where the standard library has none -----------------------------------

/// 1 / (1 + e⁻ˣ), with full relative accuracy at both ends.
inline double sigmoid(double x) {
  const double e = std::exp(-std::abs(x));
  return (x >= 0 ? 1 : e) / (1 + e);
}
/// log(1 + eˣ), with full relative accuracy as x → −∞.
inline double softplus(double x) { return (x > 0 ? x : 0) + std::log1p(std::exp(-std::abs(x))); }
/// x log x, 0 at 0.
inline double xlogx(double x) { return x == 0 ? 0 : x * std::log(x); }

/// Wright's omega: the w > 0 with w + log w = x (Fritsch, Shafer & Crowley, CACM 16(2), 1973).
inline double wright_omega(double x) {
  if (x < -60) return std::exp(x);
  if (!(x < 1e18)) return x;  // log x is below one unit in the last place; NaN stays NaN
  double w = x > 1 ? x - std::log(x) : x > -2 ? 0.56714329 * std::exp(0.6 * x) : std::exp(x - std::exp(x));
  for (int i = 0; i < 4; ++i) {
    const double r = x - w - std::log(w), w1 = w + 1, q = 2 * w1 * (w1 + r * (2.0 / 3));
    w *= 1 + r / w1 * (q - r) / (q - 2 * r);
  }
  return w;
}

/// Lambert's W, principal branch: the w ≥ −1 with w eʷ = x, x ≥ −1/e; NaN below.
inline double lambert_w(double x) {
  if (x > 1) return wright_omega(std::log(x));
  const double p2 = 2 * (std::exp(1.0) * x + 1);
  if (p2 <= 0) return p2 > -1e-15 ? -1 : std::numeric_limits<double>::quiet_NaN();
  const double p = std::sqrt(p2);
  double w = x < -0.2 ? -1 + p - p * p / 3 + 11 * p * p * p / 72 : x / (1 + x * (x < 0.5 ? 1 : 0.6));
  for (int i = 0; i < 6; ++i) {  // Halley
    const double e = std::exp(w), r = w * e - x, s = e * (w + 1) - (w + 2) * r / (2 * w + 2);
    if (r == 0 || s == 0) break;
    w -= r / s;
  }
  return w;
}

// ---- of a dual ---------------------------------------------------------------------------------------------------

template <class T>
Dual<T> exp(const Dual<T>& x) {
  using std::exp;
  const T e = exp(x.value);
  return {e, e * x.slope};
}
template <class T>
Dual<T> expm1(const Dual<T>& x) {
  using std::exp, std::expm1;
  return {expm1(x.value), exp(x.value) * x.slope};
}
template <class T>
Dual<T> log(const Dual<T>& x) {
  using std::log;
  return {log(x.value), x.slope / x.value};
}
template <class T>
Dual<T> log1p(const Dual<T>& x) {
  using std::log1p;
  return {log1p(x.value), x.slope / (1 + x.value)};
}
template <class T>
Dual<T> sqrt(const Dual<T>& x) {
  using std::sqrt;
  const T root = sqrt(x.value);
  return {root, x.slope / (2 * root)};
}
/// outer · inner of the chain rule, 0 where inner is 0, though outer be infinite: |u − 1|^1.5 at its kink.
inline double chained(double outer, double inner) { return inner == 0 ? 0 : outer * inner; }
template <class T>
T chained(const T& outer, const T& inner) {
  return outer * inner;
}
template <class T>
Dual<T> chained(const Dual<T>& outer, const Dual<T>& inner) {
  return {chained(outer.value, inner.value), chained(outer.slope, inner.value) + chained(outer.value, inner.slope)};
}

template <class T>
Dual<T> pow(const Dual<T>& x, double power) {
  using std::pow;
  if (power == 0) return 1.0;
  return {pow(x.value, power), chained(power * pow(x.value, power - 1), x.slope)};
}
template <class T>
Dual<T> pow(const Dual<T>& x, const Dual<T>& power) {
  return exp(power * log(x));
}
template <class T>
Dual<T> pow(double base, const Dual<T>& power) {
  return exp(std::log(base) * power);
}
template <class T>
Dual<T> sigmoid(const Dual<T>& x) {
  const T s = sigmoid(x.value);
  return {s, s * sigmoid(-x.value) * x.slope};
}
template <class T>
Dual<T> softplus(const Dual<T>& x) {
  return {softplus(x.value), sigmoid(x.value) * x.slope};
}
template <class T>
Dual<T> tanh(const Dual<T>& x) {
  using std::tanh;
  return {tanh(x.value), 4 * sigmoid(2 * x.value) * sigmoid(-2 * x.value) * x.slope};
}
template <class T>
Dual<T> xlogx(const Dual<T>& x) {
  using std::log;
  return {xlogx(x.value), (log(x.value) + 1) * x.slope};
}
template <class T>
Dual<T> wright_omega(const Dual<T>& x) {
  const T w = wright_omega(x.value);
  return {w, w / (1 + w) * x.slope};
}
template <class T>
Dual<T> lambert_w(const Dual<T>& x) {
  using std::exp;
  const T w = lambert_w(x.value);
  return {w, exp(-w) / (1 + w) * x.slope};
}
/// |x|; its slope at 0 is 0, the middle of the subdifferential.
template <class T>
Dual<T> abs(const Dual<T>& x) {
  const double v = plain(x);
  return v > 0 ? x : v < 0 ? -x : Dual<T>(0.0);
}

/// The smaller, the first where they are equal.
template <class T>
Dual<T> min(const Dual<T>& a, const Dual<T>& b) {
  return b < a ? b : a;
}
template <class T>
Dual<T> min(const Dual<T>& a, double b) {
  return min(a, Dual<T>(b));
}
template <class T>
Dual<T> min(double a, const Dual<T>& b) {
  return min(Dual<T>(a), b);
}
/// The larger, the first where they are equal.
template <class T>
Dual<T> max(const Dual<T>& a, const Dual<T>& b) {
  return a < b ? b : a;
}
template <class T>
Dual<T> max(const Dual<T>& a, double b) {
  return max(a, Dual<T>(b));
}
template <class T>
Dual<T> max(double a, const Dual<T>& b) {
  return max(Dual<T>(a), b);
}

/// `yes` where the condition holds, else `no`, with the slope of the one taken: a formula in pieces.
template <class T>
Dual<T> select(bool condition, const Dual<T>& yes, const Dual<T>& no) {
  return condition ? yes : no;
}
template <class T>
Dual<T> select(bool condition, const Dual<T>& yes, double no) {
  return condition ? yes : Dual<T>(no);
}
template <class T>
Dual<T> select(bool condition, double yes, const Dual<T>& no) {
  return condition ? Dual<T>(yes) : no;
}

}  // namespace ganzoo
