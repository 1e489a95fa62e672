#include <ganzoo/core/error.hpp>
#include <ganzoo/plugin/param.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numbers>
#include <optional>

namespace ganzoo {
namespace {

using Type = ParameterSchema::Type;

constexpr double largest_int = 2147483647;

bool contains(const Range& r, double x) {
  return (r.low_open ? x > r.low : x >= r.low) && (r.high_open ? x < r.high : x <= r.high);
}

/// Bounds that no user asked for: infinity, or what an int can hold.
bool free_below(const Range& r) { return r.low <= -largest_int - 1; }
bool free_above(const Range& r) { return r.high >= largest_int; }

/// What `x`, outside of the range, must be.
std::string violated(const Range& r, double x) {
  if (!std::isfinite(x) && free_below(r) && free_above(r)) return "finite";
  if (x > r.low && free_above(r)) return std::isfinite(r.high) ? fmt::format("at most {}", r.high) : "finite";
  if (x < r.high && free_below(r)) return fmt::format("at least {}", r.low);
  return property(r);
}

/// One table's check: collects complaints, each with the place of the value it is about.
class Checker {
 public:
  Checker(std::string path, std::vector<Complaint>& complaints) : path_(std::move(path)), complaints_(complaints) {}

  /// The value in the declared type; nothing where it was complained of.
  std::optional<Value> check(const ParameterSchema& p, const Value& given) {
    std::optional<Value> value = typed(p, p.name, given);
    if (value) value->place = given.place;
    return value;
  }

  void complain(const Value& at, const std::string& key, const std::string& text, std::string hint = {}) {
    const std::string place = at.place.text();
    complaints_.push_back({(place.empty() ? "" : place + ": ") + name(key) + text, std::move(hint)});
  }

  std::string name(const std::string& key) const { return path_.empty() ? key : path_ + "." + key; }

 private:
  std::nullopt_t refuse(const std::string& key, const Value& v, const std::string& what, std::string hint = {}) {
    complain(v, key, fmt::format(" is {}, but must be {}", to_string(v), what), std::move(hint));
    return std::nullopt;
  }

  std::optional<Value> typed(const ParameterSchema& p, const std::string& key, const Value& v) {
    switch (p.type) {
      case Type::boolean:
        return v.get_if<bool>() ? std::optional(v) : refuse(key, v, "true or false");
      case Type::integer:
        return integer(p.range, key, v);
      case Type::number:
        return number(p.range, key, v);
      case Type::string:
        return string(p, key, v);
      case Type::file:
        return file(key, v);
      case Type::ramp:
        return v.get_if<Table>() ? ramp(p, key, v) : number(p.range, key, v);
      case Type::integers:
        return list(p, Type::integer, key, v);
      case Type::numbers:
        return list(p, Type::number, key, v);
      case Type::strings:
        return list(p, Type::string, key, v);
    }
    return std::nullopt;
  }

  /// For a list of numbers, or the text 1,2,3, where one number is wanted.
  std::string hint_of_several(const std::string& key, const Value& v) const {
    const auto* text = v.get_if<std::string>();
    const bool listed =
        text && text->find(',') != text->npos && text->find_first_not_of("0123456789+-.e, ") == text->npos;
    if (!listed && !v.get_if<List>()) return {};
    return fmt::format("in an experiment several values make several cells: grid.{}={}", name(key),
                       listed ? "[" + *text + "]" : to_string(v));
  }

  std::optional<Value> integer(const Range& range, const std::string& key, const Value& v) {
    const auto* x = v.get_if<std::int64_t>();
    if (!x) return refuse(key, v, "an integer", hint_of_several(key, v));
    const auto y = static_cast<double>(*x);
    if (!contains(range, y)) return refuse(key, v, violated(range, y));
    return Value(*x);
  }

  std::optional<Value> number(const Range& range, const std::string& key, const Value& v) {
    if (!v.is_number()) return refuse(key, v, "a number", hint_of_several(key, v));
    const double x = v.number();
    if (!contains(range, x)) return refuse(key, v, violated(range, x));
    return Value(x + 0.0);  // −0 becomes 0: one number, one hash
  }

  std::optional<Value> string(const ParameterSchema& p, const std::string& key, const Value& v) {
    const auto* text = v.get_if<std::string>();
    if (!text) return refuse(key, v, "a string");
    if (p.choices.empty() || std::find(p.choices.begin(), p.choices.end(), *text) != p.choices.end())
      return Value(*text);
    const std::string near = nearest(*text, p.choices);
    return refuse(key, v,
                  (p.choices.size() > 1 ? "one of " : "") + fmt::format("\"{}\"", fmt::join(p.choices, "\", \"")),
                  near.empty() ? "" : fmt::format("did you mean \"{}\"?", near));
  }

  std::optional<Value> file(const std::string& key, const Value& v) {
    const auto* text = v.get_if<std::string>();
    if (!text) return refuse(key, v, "a path");
    if (text->empty()) return Value(*text);
    const std::filesystem::path folder = std::filesystem::path(v.place.file).parent_path();
    return Value(std::filesystem::absolute(folder / *text).lexically_normal().string());
  }

  std::optional<Value> list(const ParameterSchema& p, Type element, const std::string& key, const Value& v) {
    const auto* given = v.get_if<List>();
    if (!given) return refuse(key, v, fmt::format("a {}", name_of(p.type)));
    ParameterSchema one = p;
    one.type = element;
    List out;
    for (std::size_t i = 0; i < given->size(); ++i) {
      Value at = (*given)[i];
      if (at.place.line == 0) at.place = v.place;
      if (std::optional<Value> x = typed(one, fmt::format("{}[{}]", key, i), at)) out.push_back(*x);
    }
    return out.size() == given->size() ? std::optional<Value>(out) : std::nullopt;
  }

  std::optional<Value> ramp(const ParameterSchema& p, const std::string& key, const Value& v) {
    const Schema keys{
        {.name = "from", .type = Type::number, .range = p.range},
        {.name = "to", .type = Type::number, .range = p.range},
        {.name = "over", .type = Type::integer, .default_value = 0, .range = at_least(0)},
        {.name = "shape", .type = Type::string, .default_value = "linear", .choices = {"linear", "cosine"}}};
    const std::size_t before = complaints_.size();
    const Table& given = v.get<Table>();
    for (const char* needed : {"from", "to"}) {
      if (!given.find(needed))
        complain(v, key, fmt::format(" lacks {}, but must be {{ from, to, over, shape }}", needed));
    }
    Table out = complete(given, keys, name(key), complaints_);
    return complaints_.size() == before ? std::optional<Value>(std::move(out)) : std::nullopt;
  }

  std::string path_;
  std::vector<Complaint>& complaints_;
};

void check_keys(const Table& given, const Schema& schema, Checker& checker) {
  std::vector<std::string> known;
  for (const ParameterSchema& p : schema) known.push_back(p.name);
  for (const auto& [key, value] : given) {
    if (key == "name" || std::find(known.begin(), known.end(), key) != known.end()) continue;
    const std::string near = nearest(key, known);
    checker.complain(value, key, " is no known key",
                     !near.empty()   ? fmt::format("did you mean {}?", near)
                     : known.empty() ? "it has no parameters"
                                     : fmt::format("known: {}", fmt::join(known, ", ")));
  }
}

}  // namespace

std::string property(const Range& r) {
  const bool below = free_below(r), above = free_above(r);
  if (below && above) return "";
  if (above)
    return r.low == 0 && r.low_open ? "positive" : fmt::format("{} {}", r.low_open ? "above" : "at least", r.low);
  if (below) return fmt::format("{} {}", r.high_open ? "below" : "at most", r.high);
  return fmt::format("in {}{}, {}{}", r.low_open ? '(' : '[', r.low, r.high, r.high_open ? ')' : ']');
}

std::string_view name_of(Type type) {
  switch (type) {
    case Type::boolean:
      return "boolean";
    case Type::integer:
      return "integer";
    case Type::number:
      return "number";
    case Type::string:
      return "string";
    case Type::ramp:
      return "number or ramp";
    case Type::file:
      return "file";
    case Type::integers:
      return "list of integers";
    case Type::numbers:
      return "list of numbers";
    case Type::strings:
      return "list of strings";
  }
  return "";
}

Table complete(const Table& given, const Schema& schema, const std::string& path, std::vector<Complaint>& complaints) {
  Checker checker(path, complaints);
  check_keys(given, schema, checker);
  Table out;
  for (const ParameterSchema& p : schema) {
    const Value* value = given.find(p.name);
    const std::optional<Value> checked = value ? checker.check(p, *value) : std::nullopt;
    out.set(p.name, checked ? *checked : p.default_value);
  }
  return out;
}

double Ramp::at(std::int64_t step, std::int64_t steps) const {
  const std::int64_t length = over > 0 ? over : steps;
  if (curve == Curve::constant || step <= 0) return from;
  if (step >= length) return to;
  const double t = static_cast<double>(step) / static_cast<double>(length);
  if (curve == Curve::linear) return from + (to - from) * t;
  return to + (from - to) * (0.5 + 0.5 * std::cos(std::numbers::pi * t));
}

Value detail::to_value(const Ramp& ramp) {
  if (ramp.curve == Ramp::Curve::constant) return ramp.from;
  Table table;
  table.set("from", ramp.from);
  table.set("to", ramp.to);
  table.set("over", ramp.over);
  table.set("shape", ramp.curve == Ramp::Curve::cosine ? "cosine" : "linear");
  return table;
}

Ramp detail::to_ramp(const Value& value) {
  if (value.is_number()) return value.number();
  const Table& table = value.get<Table>();
  Ramp ramp;
  ramp.from = table.find("from")->number();
  ramp.to = table.find("to")->number();
  ramp.over = table.find("over")->get<std::int64_t>();
  ramp.curve = table.find("shape")->get<std::string>() == "cosine" ? Ramp::Curve::cosine : Ramp::Curve::linear;
  return ramp;
}

}  // namespace ganzoo
