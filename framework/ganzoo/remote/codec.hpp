/// Structs ↔ CBOR, derived from their declared fields. Arrays of numbers cross as they lie in memory.
///
/// What is unpacked may come from a process that a hostile file or component has taken over: every type, length and
/// range is checked.
#pragma once

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <ganzoo/remote/fields.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

namespace ganzoo::remote {

using Json = nlohmann::json;

/// What arrived is not what was asked for.
class Garbled : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The bytes of a frame and back; both ways back throw Garbled, also where the data nest deeper than what is asked.
std::string to_bytes(const Json& json);
Json from_bytes(const std::string& bytes);
/// The same of what nobody vouches for: nests no deeper than an answer, and every text is made printable (core/text.hpp).
Json from_stranger(const std::string& bytes);

/// A specialisation packs what is no struct of fields: `static Json pack(const T&)`, `static T unpack(const Json&)`.
template <class T>
struct Coder;

namespace detail {

template <class T, template <class...> class Template>
inline constexpr bool is = false;
template <template <class...> class Template, class... Ts>
inline constexpr bool is<Template<Ts...>, Template> = true;

template <class T>
inline constexpr bool is_number = std::is_arithmetic_v<T> && !std::is_same_v<T, bool>;

inline void require(bool holds, const char* what) {
  if (!holds) throw Garbled(what);
}

inline Json blob(const void* bytes, std::size_t count) {
  const auto* first = static_cast<const std::uint8_t*>(bytes);
  return Json::binary({first, first + count});
}

}  // namespace detail

template <class T>
Json pack(const T& value) {
  using namespace detail;
  if constexpr (std::is_enum_v<T>) {
    return static_cast<std::int64_t>(value);
  } else if constexpr (std::is_arithmetic_v<T> || std::is_same_v<T, std::string>) {
    return value;
  } else if constexpr (std::is_same_v<T, std::filesystem::path>) {
    return blob(value.native().data(), value.native().size());
  } else if constexpr (is<T, std::vector>) {
    if constexpr (is_number<typename T::value_type>) {
      return blob(value.data(), value.size() * sizeof(typename T::value_type));
    } else {
      Json list = Json::array();
      for (const auto& one : value) list.push_back(pack(one));
      return list;
    }
  } else if constexpr (is<T, std::map>) {
    Json object = Json::object();
    for (const auto& [key, one] : value) object[key] = pack(one);
    return object;
  } else if constexpr (is<T, std::optional>) {
    return value ? Json::array({pack(*value)}) : Json::array();
  } else if constexpr (is<T, std::variant>) {
    return Json::array({value.index(), std::visit([](const auto& one) { return pack(one); }, value)});
  } else if constexpr (requires { Coder<T>::pack(value); }) {
    return Coder<T>::pack(value);
  } else {
    Json object = Json::object();
    std::apply([&](const auto&... field) { ((object[field.name] = pack(value.*field.member)), ...); },
               Declared<T>::fields);
    return object;
  }
}

template <class T>
T unpack(const Json& json);

namespace detail {

template <class T>
T unpack_numbers(const Json& json) {
  using Number = typename T::value_type;
  require(json.is_binary(), "an array was expected");
  const auto& bytes = json.get_binary();
  require(bytes.size() % sizeof(Number) == 0, "an array ends within a number");
  T values(bytes.size() / sizeof(Number));
  if (!values.empty()) std::memcpy(values.data(), bytes.data(), bytes.size());
  return values;
}

template <class T, std::size_t I = 0>
T unpack_variant(std::size_t index, const Json& json) {
  if constexpr (I < std::variant_size_v<T>) {
    if (index == I) return T(std::in_place_index<I>, unpack<std::variant_alternative_t<I, T>>(json));
    return unpack_variant<T, I + 1>(index, json);
  } else {
    throw Garbled("a choice is none of those there are");
  }
}

template <class T>
T unpack_struct(const Json& json) {
  require(json.is_object(), "a struct was expected");
  T value{};
  const auto one = [&](const auto& field) {
    const auto found = json.find(field.name);
    require(found != json.end(), "a field is missing");
    value.*field.member = unpack<std::remove_reference_t<decltype(value.*field.member)>>(*found);
  };
  std::apply([&](const auto&... field) { (one(field), ...); }, Declared<T>::fields);
  return value;
}

}  // namespace detail

template <class T>
T unpack(const Json& json) {
  using namespace detail;
  if constexpr (std::is_enum_v<T>) {
    const auto number = unpack<std::int64_t>(json);
    require(number >= 0 && number <= static_cast<std::int64_t>(LastOf<T>::value),
            "a choice is none of those there are");
    return static_cast<T>(number);
  } else if constexpr (std::is_same_v<T, bool>) {
    require(json.is_boolean(), "a flag was expected");
    return json.get<bool>();
  } else if constexpr (std::is_integral_v<T>) {
    require(json.is_number_integer(), "an integer was expected");
    return json.get<T>();
  } else if constexpr (std::is_floating_point_v<T>) {
    require(json.is_number(), "a number was expected");
    return json.get<T>();
  } else if constexpr (std::is_same_v<T, std::string>) {
    require(json.is_string(), "a text was expected");
    return json.get<std::string>();
  } else if constexpr (std::is_same_v<T, std::filesystem::path>) {
    require(json.is_binary(), "a path was expected");
    return std::string(json.get_binary().begin(), json.get_binary().end());
  } else if constexpr (is<T, std::vector>) {
    if constexpr (is_number<typename T::value_type>) {
      return unpack_numbers<T>(json);
    } else {
      require(json.is_array(), "a list was expected");
      T values;
      for (const Json& one : json) values.push_back(unpack<typename T::value_type>(one));
      return values;
    }
  } else if constexpr (is<T, std::map>) {
    require(json.is_object(), "a table was expected");
    T values;
    for (auto it = json.begin(); it != json.end(); ++it)
      values.emplace(it.key(), unpack<typename T::mapped_type>(it.value()));
    return values;
  } else if constexpr (is<T, std::optional>) {
    require(json.is_array() && json.size() <= 1, "one or none was expected");
    return json.empty() ? T() : T(unpack<typename T::value_type>(json[0]));
  } else if constexpr (is<T, std::variant>) {
    require(json.is_array() && json.size() == 2, "a choice was expected");
    return unpack_variant<T>(unpack<std::size_t>(json[0]), json[1]);
  } else if constexpr (requires { Coder<T>::unpack(json); }) {
    return Coder<T>::unpack(json);
  } else {
    return unpack_struct<T>(json);
  }
}

}  // namespace ganzoo::remote
