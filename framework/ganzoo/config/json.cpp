#include <cmath>
#include <ganzoo/config/json.hpp>
#include <ganzoo/config/json_number.hpp>
#include <ganzoo/core/error.hpp>
#include <limits>
#include <nlohmann/json.hpp>

namespace ganzoo::config {
namespace {

using Json = nlohmann::ordered_json;

constexpr int max_depth = 128;

struct ToJson {
  Json operator()(std::monostate) const { return nullptr; }
  Json operator()(bool v) const { return v; }
  Json operator()(std::int64_t v) const { return v; }
  Json operator()(double v) const { return json_number(v); }
  Json operator()(const std::string& v) const { return v; }
  Json operator()(const List& list) const {
    Json json = Json::array();
    for (const Value& value : list) json.push_back(std::visit(*this, value.storage()));
    return json;
  }
  Json operator()(const Table& table) const {
    Json json = Json::object();
    for (const auto& [key, value] : table) json[key] = std::visit(*this, value.storage());
    return json;
  }
};

Value from_number(const Json& json) {
  if (json.is_number_float()) return json.get<double>();
  if (json.is_number_unsigned() &&
      json.get<std::uint64_t>() > std::uint64_t{std::numeric_limits<std::int64_t>::max()}) {
    return json.get<double>();
  }
  return json.get<std::int64_t>();
}

Value convert(const Json& json, int depth);

Table convert_object(const Json& json, int depth) {
  if (depth > max_depth) throw Error(Exit::corrupt, "JSON is more than 128 deep");
  Table table;
  for (auto it = json.begin(); it != json.end(); ++it) table.set(it.key(), convert(it.value(), depth));
  return table;
}

Value convert(const Json& json, int depth) {
  if (depth > max_depth) throw Error(Exit::corrupt, "JSON is more than 128 deep");
  if (json.is_object()) return convert_object(json, depth + 1);
  if (json.is_array()) {
    List list;
    for (const Json& element : json) list.push_back(convert(element, depth + 1));
    return list;
  }
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_string()) return json.get<std::string>();
  if (json.is_number()) return from_number(json);
  return {};
}

}  // namespace

std::string to_json(const Table& table) { return ToJson()(table).dump(-1, ' ', false, Json::error_handler_t::replace); }

Table from_json(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) throw Error(Exit::corrupt, "the text is not JSON");
  if (!json.is_object()) throw Error(Exit::corrupt, "the JSON is not an object");
  return convert_object(json, 0);
}

}  // namespace ganzoo::config
