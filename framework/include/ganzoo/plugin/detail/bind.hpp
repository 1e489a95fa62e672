/// What turns a component's `parameters` tuple into its schema, and a table into its members.
///
/// A parameter may belong to a base of the component: an adaptor's tuple then concatenates its own with the author's.
#pragma once

#include <ganzoo/plugin/param.hpp>

#include <algorithm>
#include <concepts>
#include <memory>
#include <tuple>
#include <type_traits>

namespace ganzoo {

class Component;

namespace detail {

// Member → value and back, one pair for each type that a parameter may have. `read` trusts what `complete` returned.
GANZOO_API Value to_value(const Ramp& ramp);
GANZOO_API Ramp to_ramp(const Value& value);

template <class T>
struct Binding;

template <>
struct Binding<bool> {
  static constexpr auto type = ParameterSchema::Type::boolean;
  static Value write(bool v) { return v; }
  static bool read(const Value& v) { return v.get<bool>(); }
};

template <class T>
  requires(std::same_as<T, int> || std::same_as<T, std::int64_t>)
struct Binding<T> {
  static constexpr auto type = ParameterSchema::Type::integer;
  static Value write(T v) { return static_cast<std::int64_t>(v); }
  static T read(const Value& v) { return static_cast<T>(v.get<std::int64_t>()); }
};

template <>
struct Binding<double> {
  static constexpr auto type = ParameterSchema::Type::number;
  static Value write(double v) { return v; }
  static double read(const Value& v) { return v.number(); }
};

template <>
struct Binding<std::string> {
  static constexpr auto type = ParameterSchema::Type::string;
  static Value write(const std::string& v) { return v; }
  static std::string read(const Value& v) { return v.get<std::string>(); }
};

template <>
struct Binding<File> {
  static constexpr auto type = ParameterSchema::Type::file;
  static Value write(const File& v) { return v.path; }
  static File read(const Value& v) { return {v.get<std::string>()}; }
};

template <>
struct Binding<Ramp> {
  static constexpr auto type = ParameterSchema::Type::ramp;
  static Value write(const Ramp& v) { return to_value(v); }
  static Ramp read(const Value& v) { return to_ramp(v); }
};

template <class T>
struct Binding<std::vector<T>> {
  static constexpr auto type = std::same_as<T, double>        ? ParameterSchema::Type::numbers
                               : std::same_as<T, std::string> ? ParameterSchema::Type::strings
                                                              : ParameterSchema::Type::integers;
  static Value write(const std::vector<T>& v) {
    List list;
    for (const T& x : v) list.push_back(Binding<T>::write(x));
    return list;
  }
  static std::vector<T> read(const Value& v) {
    std::vector<T> out;
    for (const Value& x : v.get<List>()) out.push_back(Binding<T>::read(x));
    return out;
  }
};

/// A range that an int can hold: wider ones would be cut off in silence.
template <class T>
constexpr Range holdable(Range range) {
  if constexpr (std::same_as<T, int> || std::same_as<T, std::vector<int>>) {
    constexpr double low = std::numeric_limits<int>::min(), high = std::numeric_limits<int>::max();
    if (range.low < low) range.low = low, range.low_open = false;
    if (range.high > high) range.high = high, range.high_open = false;
  }
  return range;
}

template <class C, class D, class T>
ParameterSchema schema_entry(const C& component, const Parameter<D, T>& p) {
  ParameterSchema entry{.name = std::string(p.name),
                        .type = Binding<T>::type,
                        .default_value = Binding<T>::write(component.*(p.member)),
                        .range = holdable<T>(p.range),
                        .choices = {},
                        .meaning = std::string(p.meaning),
                        .unit = std::string(p.unit),
                        .kind_key = p.kind_key};
  for (const std::string_view choice : p.choices) {
    if (!choice.empty()) entry.choices.emplace_back(choice);
  }
  return entry;
}

template <class C, class D, class T>
void set_member(C& component, const Parameter<D, T>& p, const Table& table) {
  if (const Value* value = table.find(p.name)) component.*(p.member) = Binding<T>::read(*value);
}

template <class C>
concept HasParameters = requires { C::parameters; };

}  // namespace detail

/// The schema of a component class: its declared parameters, with the members' initialisers as defaults.
template <class C>
Schema schema_of() {
  Schema schema;
  if constexpr (detail::HasParameters<C>) {
    const C component;
    std::apply([&](const auto&... p) { (schema.push_back(detail::schema_entry(component, p)), ...); }, C::parameters);
  }
  return schema;
}

/// A component with its parameters set from a table that `complete` returned, prepared.
template <class C>
std::unique_ptr<Component> make_component(const Table& parameters) {
  auto component = std::make_unique<C>();
  if constexpr (detail::HasParameters<C>) {
    std::apply([&](const auto&... p) { (detail::set_member(*component, p, parameters), ...); }, C::parameters);
  }
  component->prepare();
  return component;
}

}  // namespace ganzoo
