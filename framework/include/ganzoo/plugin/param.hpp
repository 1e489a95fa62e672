/// A component's parameters, declared once: from that line come the TOML key, its check, `describe`, the grid axis and the log.
///
///     double alpha = 0.5;
///     static constexpr auto parameters = std::tuple{
///         ganzoo::parameter("alpha", &Alpha::alpha, ganzoo::open(0, 1), "0: mode-seeking, 1: mode-covering")};
///
/// A member may be bool, int, std::int64_t, double, std::string, Ramp, File, std::vector<int>, std::vector<double> or
/// std::vector<std::string>. Its default is the member's own initialiser.
#pragma once

#include <ganzoo/core/api.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/value.hpp>

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace ganzoo {

/// What a number (each number, for a list) may be.
struct Range {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool low_open = true;
  bool high_open = true;
};

constexpr Range any() { return {}; }
constexpr Range open(double low, double high) { return {low, high, true, true}; }
constexpr Range closed(double low, double high) { return {low, high, false, false}; }
constexpr Range half_open(double low, double high) { return {low, high, false, true}; }  ///< [low, high)
constexpr Range at_least(double low) { return {.low = low, .low_open = false}; }
constexpr Range above(double low) { return {.low = low}; }
constexpr Range positive() { return above(0); }

/// A number that may move during training: `1e-4`, or `{ from = 1e-3, to = 0.0, over = 5000, shape = "linear" }`.
struct Ramp {
  enum class Curve : std::uint8_t { constant, linear, cosine };

  double from = 0;
  double to = 0;
  std::int64_t over = 0;  ///< generator updates until `to` is reached; 0: the whole run
  Curve curve = Curve::constant;

  constexpr Ramp() = default;
  constexpr Ramp(double value) : from(value), to(value) {}

  /// The value at generator update `step` of a run of `steps`.
  GANZOO_API double at(std::int64_t step, std::int64_t steps) const;
};

/// A path, relative to the file that names it; made absolute when the experiment is read.
struct File {
  std::string path;
};

/// One parameter as declared; `C` is the component, `T` the member's type.
template <class C, class T>
struct Parameter {
  std::string_view name;
  T C::*member;
  Range range;
  std::string_view meaning;
  std::array<std::string_view, 8> choices{};  ///< what a string may be; empty: anything
  std::string_view unit{};
  bool kind_key = false;  ///< belongs to the kind, not to the component: kept when a grid axis replaces the component
};

template <class C, class T>
constexpr Parameter<C, T> parameter(std::string_view name, T C::*member, Range range, std::string_view meaning) {
  return {name, member, range, meaning};
}
template <class C, class T>
constexpr Parameter<C, T> parameter(std::string_view name, T C::*member, std::string_view meaning) {
  return {name, member, any(), meaning};
}
/// A string out of a few.
template <class C, class... Names>
constexpr Parameter<C, std::string> choice(std::string_view name, std::string C::*member, std::string_view meaning,
                                           Names... names) {
  return {name, member, any(), meaning, {std::string_view(names)...}};
}

/// A parameter without its component: what `describe` prints and the supervisor checks against.
struct ParameterSchema {
  enum class Type : std::uint8_t { boolean, integer, number, string, ramp, file, integers, numbers, strings };

  std::string name{};
  Type type = Type::number;
  Value default_value{};
  Range range{};
  std::vector<std::string> choices{};
  std::string meaning{};
  std::string unit{};
  bool kind_key = false;
};

using Schema = std::vector<ParameterSchema>;

/// Checks `given` against `schema`, appending each complaint (unknown key with the nearest known, wrong type, out of
/// range) to `complaints`; returns the table with every parameter present, defaults filled in, in schema order, each of
/// the declared type: an integer becomes a double where a number is wanted, a File's path absolute, relative to the file
/// that names it. `path` ("discriminator") is put before a key's name in messages. A key `name` is the component's own.
GANZOO_API Table complete(const Table& given, const Schema& schema, const std::string& path,
                          std::vector<Complaint>& complaints);

/// "positive", "in (0, 1)", "at least 2": what a range asks for, as errors and `describe` say it; "" for any number.
GANZOO_API std::string property(const Range& range);
/// "number", "list of integers", …
GANZOO_API std::string_view name_of(ParameterSchema::Type type);

}  // namespace ganzoo

#include <ganzoo/plugin/detail/bind.hpp>
