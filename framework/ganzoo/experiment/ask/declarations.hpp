/// How what is known of a component crosses from the process that loads it.
#pragma once

#include <ganzoo/experiment/spec/catalogue.hpp>
#include <ganzoo/remote/values.hpp>

namespace ganzoo::remote {

template <>
struct LastOf<Kind> {
  static constexpr auto value = Kind::metric;
};

template <>
struct LastOf<ParameterSchema::Type> {
  static constexpr auto value = ParameterSchema::Type::strings;
};

template <>
struct Declared<Range> {
  static constexpr auto fields = std::tuple{field("low", &Range::low), field("high", &Range::high),
                                            field("low_open", &Range::low_open), field("high_open", &Range::high_open)};
};

template <>
struct Declared<ParameterSchema> {
  using T = ParameterSchema;
  static constexpr auto fields =
      std::tuple{field("name", &T::name),   field("type", &T::type),        field("default", &T::default_value),
                 field("range", &T::range), field("choices", &T::choices),  field("meaning", &T::meaning),
                 field("unit", &T::unit),   field("kind_key", &T::kind_key)};
};

template <>
struct Declared<experiment::KnownComponent> {
  using T = experiment::KnownComponent;
  static constexpr auto fields =
      std::tuple{field("kind", &T::kind),     field("name", &T::name),       field("file", &T::file),
                 field("sha256", &T::sha256), field("version", &T::version), field("schema", &T::schema),
                 field("about", &T::about),   field("traits", &T::traits),   field("failure", &T::failure),
                 field("hint", &T::hint),     field("found", &T::found),     field("readable", &T::readable)};
};

}  // namespace ganzoo::remote
