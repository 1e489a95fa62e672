#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <filesystem>
#include <ganzoo/config/document.hpp>
#include <ganzoo/config/path.hpp>
#include <ganzoo/config/toml.hpp>
#include <ganzoo/experiment/ask/message.hpp>
#include <ganzoo/experiment/spec/catalogue.hpp>
#include <new>

namespace ganzoo::experiment {

namespace {

using Type = ParameterSchema::Type;

template <class T>
T value_of(const Table& message, std::string_view key, T fallback) {
  const Value* value = message.find(key);
  const T* held = value ? value->get_if<T>() : nullptr;
  return held ? *held : fallback;
}

Value strings(const std::vector<std::string>& all) {
  List list;
  for (const std::string& one : all) list.push_back(one);
  return list;
}

/// As TOML text: JSON has neither infinities nor the difference between 1 and 1.0.
std::string exact(const Value& value) {
  Table table;
  table.set("v", value);
  return value.is_null() ? std::string() : to_toml(table);
}

Value exact_from(const std::string& text) {
  const Table table = parse_toml(text, "");
  const Value* found = table.find("v");
  Value value = found ? *found : Value();
  put_place(value, {});  // the message is no file
  return value;
}

Value message_of(const ParameterSchema& entry) {
  Table range;
  range.set("low", entry.range.low);
  range.set("high", entry.range.high);
  range.set("low_open", entry.range.low_open);
  range.set("high_open", entry.range.high_open);
  Table out;
  out.set("name", entry.name);
  out.set("type", static_cast<std::int64_t>(entry.type));
  out.set("default", exact(entry.default_value));
  out.set("range", exact(range));
  out.set("choices", strings(entry.choices));
  out.set("meaning", entry.meaning);
  out.set("unit", entry.unit);
  out.set("kind_key", entry.kind_key);
  return out;
}

ParameterSchema entry_from(const Table& message) {
  ParameterSchema entry;
  entry.name = text_of(message, "name");
  entry.type = static_cast<Type>(integer_of(message, "type"));
  entry.default_value = exact_from(text_of(message, "default"));
  const Value bounds = exact_from(text_of(message, "range"));
  const Table range = bounds.get_if<Table>() ? bounds.get<Table>() : Table();
  entry.range = {value_of(range, "low", entry.range.low), value_of(range, "high", entry.range.high),
                 flag_of(range, "low_open"), flag_of(range, "high_open")};
  for (const Value& one : value_of(message, "choices", List())) entry.choices.push_back(one.get<std::string>());
  entry.meaning = text_of(message, "meaning");
  entry.unit = text_of(message, "unit");
  entry.kind_key = flag_of(message, "kind_key");
  return entry;
}

Kind kind_from(const std::string& name) {
  for (const Kind kind : all_kinds)
    if (name_of(kind) == name) return kind;
  throw Error(Exit::corrupt, fmt::format("{} is not a kind of component", name));
}

}  // namespace

std::string text_of(const Table& message, std::string_view key, const std::string& fallback) {
  return value_of(message, key, fallback);
}
std::int64_t integer_of(const Table& message, std::string_view key, std::int64_t fallback) {
  return value_of(message, key, fallback);
}
bool flag_of(const Table& message, std::string_view key, bool fallback) { return value_of(message, key, fallback); }

Table to_message(const Error& error) {
  List complaints;
  for (const Complaint& complaint : error.complaints()) {
    Table one;
    one.set("message", complaint.message);
    one.set("hint", complaint.hint);
    complaints.push_back(one);
  }
  Table message;
  message.set("code", static_cast<int>(error.code()));
  message.set("complaints", complaints);
  return message;
}

Error error_from(const Table& message) {
  std::vector<Complaint> complaints;
  for (const Value& one : value_of(message, "complaints", List()))
    if (const Table* complaint = one.get_if<Table>())
      complaints.push_back({text_of(*complaint, "message"), text_of(*complaint, "hint")});
  if (complaints.empty()) complaints.push_back({"an error without words", ""});
  return Error(static_cast<Exit>(integer_of(message, "code", static_cast<int>(Exit::bug))), complaints);
}

Table to_message(const KnownComponent& known) {
  Table message, about, traits;
  for (const auto& [key, text] : known.about) about.set(key, text);
  for (const auto& [key, flag] : known.traits) traits.set(key, flag);
  List schema;
  for (const ParameterSchema& entry : known.schema) schema.push_back(message_of(entry));
  message.set("kind", std::string(name_of(known.kind)));
  message.set("name", known.name);
  message.set("file", known.file);
  message.set("sha256", known.sha256);
  message.set("version", known.version);
  message.set("schema", schema);
  message.set("about", about);
  message.set("traits", traits);
  message.set("failure", known.failure);
  message.set("hint", known.hint);
  message.set("found", known.found);
  return message;
}

KnownComponent known_from(const Table& message) {
  KnownComponent known{};
  known.kind = kind_from(text_of(message, "kind"));
  known.name = text_of(message, "name");
  known.file = text_of(message, "file");
  known.sha256 = text_of(message, "sha256");
  known.version = static_cast<int>(integer_of(message, "version", 1));
  for (const Value& entry : value_of(message, "schema", List()))
    if (const Table* one = entry.get_if<Table>()) known.schema.push_back(entry_from(*one));
  for (const auto& [key, text] : value_of(message, "about", Table())) known.about[key] = text.get<std::string>();
  for (const auto& [key, flag] : value_of(message, "traits", Table())) known.traits[key] = flag.get<bool>();
  known.failure = text_of(message, "failure");
  known.hint = text_of(message, "hint");
  known.found = flag_of(message, "found", true);
  return known;
}

Error as_error(const std::exception& exception) {
  if (const auto* error = dynamic_cast<const Error*>(&exception)) return *error;
  if (dynamic_cast<const std::bad_alloc*>(&exception)) return Error(Exit::environment, "out of memory");
  if (dynamic_cast<const std::system_error*>(&exception)) return Error(Exit::environment, exception.what());
  return Error(Exit::bug, fmt::format("a bug in ganzoo: {}", exception.what()));
}

bool write_line(int descriptor, const std::string& line) {
  const std::string text = line + "\n";
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t n = ::write(descriptor, text.data() + done, text.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    done += static_cast<std::size_t>(n);
  }
  return true;
}

}  // namespace ganzoo::experiment
