#include <ganzoo/remote/values.hpp>

namespace ganzoo::remote {
namespace {

/// The first element of an array says which it is: [is_list, elements …] or [is_table, key, value, …].
constexpr bool is_list = true, is_table = false;

Json packed(const List& list) {
  Json json = Json::array({is_list});
  for (const Value& one : list) json.push_back(Coder<Value>::pack(one));
  return json;
}

List unpacked_list(const Json& json) {
  List list;
  for (std::size_t i = 1; i < json.size(); ++i) list.push_back(Coder<Value>::unpack(json[i]));
  return list;
}

bool starts_with(const Json& json, bool what) {
  return json.is_array() && !json.empty() && json[0].is_boolean() && json[0].get<bool>() == what;
}

}  // namespace

Json Coder<Value>::pack(const Value& value) {
  return std::visit(
      []<class T>(const T& held) -> Json {
        if constexpr (std::is_same_v<T, std::monostate>)
          return nullptr;
        else if constexpr (std::is_same_v<T, List>)
          return packed(held);
        else if constexpr (std::is_same_v<T, Table>)
          return Coder<Table>::pack(held);
        else
          return held;
      },
      value.storage());
}

Value Coder<Value>::unpack(const Json& json) {
  if (json.is_null()) return {};
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number_integer()) return json.get<std::int64_t>();
  if (json.is_number_float()) return json.get<double>();
  if (json.is_string()) return json.get<std::string>();
  if (starts_with(json, is_list)) return unpacked_list(json);
  return Coder<Table>::unpack(json);
}

Json Coder<Table>::pack(const Table& table) {
  Json json = Json::array({is_table});
  for (const auto& [key, value] : table) {
    json.push_back(key);
    json.push_back(Coder<Value>::pack(value));
  }
  return json;
}

Table Coder<Table>::unpack(const Json& json) {
  detail::require(starts_with(json, is_table) && json.size() % 2 == 1, "a table was expected");
  Table table;
  for (std::size_t i = 1; i < json.size(); i += 2)
    table.set(remote::unpack<std::string>(json[i]), Coder<Value>::unpack(json[i + 1]));
  return table;
}

}  // namespace ganzoo::remote
