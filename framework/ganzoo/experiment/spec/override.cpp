#include <fmt/format.h>

#include <ganzoo/config/path.hpp>
#include <ganzoo/config/toml.hpp>
#include <ganzoo/experiment/spec/length.hpp>
#include <ganzoo/experiment/spec/override.hpp>
#include <ganzoo/experiment/spec/schema.hpp>
#include <ganzoo/experiment/spec/short_forms.hpp>

namespace ganzoo::experiment {
namespace {

/// An integer by its digits, whatever its size.
bool is_whole(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  return !text.empty() && text.find_first_not_of("0123456789_") == text.npos && text.front() != '_';
}

/// TOML, or a string where it is not.
Value parse_value(const std::string& key, const std::string& text) {
  Value value{text};
  try {
    const Table table = config::parse_toml("value = " + text, command_line);
    if (table.size() == 1 && table.find("value")) value = *table.find("value");
  } catch (const Error&) {
    if (is_whole(text) && text.size() > 18)
      throw Error(Exit::usage,
                  fmt::format("{}: {} is {}, but must be between -2^63 and 2^63 - 1, as every integer", command_line,
                              key, text),
                  fmt::format("a text of digits has quotes of its own: '{}=\"{}\"'", key, text));
  }
  config::put_place(value, {.file = command_line});  // a line would be of no use
  return value;
}

/// The '=' between key and value: the first outside quotes.
std::size_t find_equals(const std::string& text) {
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (quote) {
      if (text[i] == quote) quote = 0;
    } else if (text[i] == '"' || text[i] == '\'') {
      quote = text[i];
    } else if (text[i] == '=') {
      return i;
    }
  }
  return std::string::npos;
}

/// Sets grid."a.b", whether the file wrote it so or as nested tables.
bool set_axis(Table& experiment, const config::Path& path, const Value& value) {
  const config::Path axis(path.begin() + 1, path.end());
  if (config::find(experiment, path)) return config::set(experiment, path, value);
  return config::set(experiment, {"grid", config::to_string(axis)}, value);
}

bool is_axis(const config::Path& path) {
  return path.size() > 1 && path[0] == "grid" && path[1] != "zip" && path[1] != "random" && path[1] != "set" &&
         path[1] != "skip";
}

/// A component given whole keeps its kind's keys, as on a grid's axis.
Value with_kind_keys(const Table& experiment, const config::Path& path, Value value) {
  const Slot* slot = slot_at(path);
  if (!slot || slot->list) return value;
  value = spelled_out(path, std::move(value));
  const Value* before = config::find(experiment, path);
  const Table* old = before ? before->get_if<Table>() : nullptr;
  Table* component = value.get_if<Table>();
  for (const std::string& key : kind_keys(slot->kind)) {
    const Value* kept = old ? old->find(key) : nullptr;
    if (kept && component && component->find("name") && !component->find(key)) component->set(key, *kept);
  }
  return value;
}

}  // namespace

config::Assignment parse_override(const std::string& assignment) {
  const std::size_t equals = find_equals(assignment);
  if (equals == std::string::npos || equals == 0) {
    throw Error(Exit::usage,
                fmt::format("{}: {} is no override, but must be KEY=VALUE", command_line, to_string(Value(assignment))),
                "for example divergence.name=kl");
  }
  const std::optional<config::Path> path = config::parse_path(assignment.substr(0, equals));
  if (!path) {
    throw Error(Exit::usage,
                fmt::format("{}: {} is no path, but must be keys with dots between them", command_line,
                            to_string(Value(assignment.substr(0, equals)))),
                "for example optimizer.generator.rate or regularizer[0].bound");
  }
  return {*path, parse_value(config::to_string(*path), assignment.substr(equals + 1))};
}

void apply_override(Table& experiment, const std::string& assignment) {
  const auto [path, given] = parse_override(assignment);
  spell_out_components(experiment);
  const Value value = with_kind_keys(experiment, path, given);
  if (is_axis(path) ? !set_axis(experiment, path, value) : !config::set(experiment, path, value)) {
    throw Error(Exit::usage,
                fmt::format("{}: {} leads nowhere: a key on its way holds no table, or a list that has no such element",
                            command_line, config::to_string(path)));
  }
  if (path.size() == 1) drop_other_length(experiment, path.front());
}

}  // namespace ganzoo::experiment
