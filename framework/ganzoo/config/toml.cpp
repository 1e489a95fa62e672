#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <ganzoo/config/toml.hpp>
#include <ganzoo/config/toml_limits.hpp>
#include <ganzoo/config/toml_words.hpp>
#include <ganzoo/core/beside.hpp>
#include <ganzoo/core/error.hpp>

namespace ganzoo::config {
namespace {

Place place_of(const toml::source_region& source, const std::string& file) {
  return {file, static_cast<int>(source.begin.line), static_cast<int>(source.begin.column)};
}

[[noreturn]] void refuse(const toml::node& node, const std::string& file, const std::string& what) {
  throw Error(Exit::usage, place_of(node.source(), file).text() + ": " + what);
}

/// A key as a path's part, for messages.
std::string part(std::string_view key) {
  return key.size() <= 60 ? std::string(key) : std::string(key.substr(0, 57)) + "...";
}

std::string joined(const std::string& path, std::string_view key) {
  return path.empty() ? part(key) : path + "." + part(key);
}

Value convert(const toml::node& node, const std::string& file, const std::string& path);

/// Keys by their place in the source: toml++ sorts them by name.
std::vector<std::pair<const toml::key*, const toml::node*>> in_source_order(const toml::table& table) {
  std::vector<std::pair<const toml::key*, const toml::node*>> entries;
  for (auto it = table.begin(); it != table.end(); ++it) entries.emplace_back(&it->first, &it->second);
  const auto position = [](const auto& entry) {
    const toml::source_position begin = entry.first->source().begin;
    return std::pair(begin.line, begin.column);
  };
  std::stable_sort(entries.begin(), entries.end(),
                   [&](const auto& a, const auto& b) { return position(a) < position(b); });
  return entries;
}

Table convert_table(const toml::table& table, const std::string& file, const std::string& path) {
  if (table.size() > toml_max_keys) refuse(table, file, fmt::format("a table holds more than {} keys", toml_max_keys));
  Table result;
  for (const auto& [key, node] : in_source_order(table)) {
    if (key->str().size() > toml_max_key)
      refuse(*node, file, fmt::format("a key is longer than {} bytes", toml_max_key));
    result.set(std::string(key->str()), convert(*node, file, joined(path, key->str())));
  }
  return result;
}

List convert_list(const toml::array& array, const std::string& file, const std::string& path) {
  List result;
  result.reserve(array.size());
  for (std::size_t i = 0; i < array.size(); ++i) {
    result.push_back(convert(array[i], file, fmt::format("{}[{}]", path, i)));
  }
  return result;
}

Value convert_number(const toml::node& node, const std::string& file, const std::string& path) {
  const double number = **node.as_floating_point();
  if (std::isnan(number)) refuse(node, file, path + " is nan, but must be a number");
  return number;
}

Value convert_scalar_or_more(const toml::node& node, const std::string& file, const std::string& path) {
  switch (node.type()) {
    case toml::node_type::table:
      return convert_table(*node.as_table(), file, path);
    case toml::node_type::array:
      return convert_list(*node.as_array(), file, path);
    case toml::node_type::string:
      return std::string(**node.as_string());
    case toml::node_type::integer:
      return std::int64_t{**node.as_integer()};
    case toml::node_type::boolean:
      return bool{**node.as_boolean()};
    case toml::node_type::floating_point:
      return convert_number(node, file, path);
    default:
      refuse(node, file, path + " is a date or a time, which no key takes");
  }
}

Value convert(const toml::node& node, const std::string& file, const std::string& path) {
  Value value = convert_scalar_or_more(node, file, path);
  value.place = place_of(node.source(), file);
  return value;
}

}  // namespace

Table parse_toml(const std::string& text, const std::string& file_name) {
  check_toml_limits(text, file_name);
  try {
    return convert_table(toml::parse(text, file_name), file_name, "");
  } catch (const toml::parse_error& error) {
    throw Error(Exit::usage,
                fmt::format("{}: {}", place_of(error.source(), file_name).text(), plain_words(error.description())));
  }
}

/// At most a byte more than is parsed.
std::string toml_text(const std::filesystem::path& file) {
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored))
    throw Error(Exit::usage, file.string() + ": there is no such file", hint_beside(file));
  if (std::filesystem::is_directory(file, ignored))
    throw Error(Exit::usage, file.string() + ": is a folder, but must be an experiment file");
  std::ifstream in(file, std::ios::binary);
  if (!in) throw Error(Exit::environment, file.string() + ": cannot be read", "check its permissions");
  std::string text(toml_max_bytes + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.bad()) throw Error(Exit::environment, file.string() + ": cannot be read to its end");
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

Table read_toml(const std::filesystem::path& file) { return parse_toml(toml_text(file), file.string()); }

}  // namespace ganzoo::config
