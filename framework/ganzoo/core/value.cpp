#include <ganzoo/core/value.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace ganzoo {
namespace {

bool is_bare(std::string_view key) {
  return !key.empty() && std::all_of(key.begin(), key.end(), [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\r':
        out += "\\r";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
          out += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
        } else {
          out += c;
        }
    }
  }
  return out + '"';
}

std::string number_text(double x) {
  if (std::isnan(x)) return "nan";
  if (std::isinf(x)) return x < 0 ? "-inf" : "inf";
  std::string text = fmt::format("{}", x);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

struct Writer {
  std::string operator()(std::monostate) const { return "null"; }
  std::string operator()(bool v) const { return v ? "true" : "false"; }
  std::string operator()(std::int64_t v) const { return std::to_string(v); }
  std::string operator()(double v) const { return number_text(v); }
  std::string operator()(const std::string& v) const { return in_quotes(v); }
  std::string operator()(const List& v) const {
    std::string text;
    for (const Value& x : v) text += (text.empty() ? "" : ", ") + to_string(x);
    return "[" + text + "]";
  }
  std::string operator()(const Table& v) const {
    std::string text;
    for (const auto& [key, x] : v) {
      text += (text.empty() ? " " : ", ") + (is_bare(key) ? key : in_quotes(key)) + " = " + to_string(x);
    }
    return text.empty() ? "{}" : "{" + text + " }";
  }
};

}  // namespace

std::string Place::text() const { return line == 0 ? file : fmt::format("{}:{}:{}", file, line, column); }

const Value* Table::find(std::string_view key) const {
  for (const auto& [name, value] : entries_) {
    if (name == key) return &value;
  }
  return nullptr;
}

Value* Table::find(std::string_view key) { return const_cast<Value*>(std::as_const(*this).find(key)); }

void Table::set(std::string key, Value value) {
  if (Value* present = find(key)) {
    *present = std::move(value);
  } else {
    entries_.emplace_back(std::move(key), std::move(value));
  }
}

void Table::erase(std::string_view key) {
  std::erase_if(entries_, [&](const auto& entry) { return entry.first == key; });
}

bool Table::operator==(const Table& other) const {
  return size() == other.size() && std::all_of(begin(), end(), [&](const auto& entry) {
           const Value* value = other.find(entry.first);
           return value && *value == entry.second;
         });
}

Value::Value() = default;
Value::Value(bool v) : storage_(v) {}
Value::Value(int v) : storage_(std::int64_t{v}) {}
Value::Value(std::int64_t v) : storage_(v) {}
Value::Value(double v) : storage_(v) {}
Value::Value(const char* v) : storage_(std::string(v)) {}
Value::Value(std::string v) : storage_(std::move(v)) {}
Value::Value(List v) : storage_(std::move(v)) {}
Value::Value(Table v) : storage_(std::move(v)) {}
Value::Value(const Value&) = default;
Value::Value(Value&&) noexcept = default;
Value& Value::operator=(const Value&) = default;
Value& Value::operator=(Value&&) noexcept = default;
Value::~Value() = default;

bool Value::is_number() const { return get_if<std::int64_t>() || get_if<double>(); }

double Value::number() const {
  if (const auto* i = get_if<std::int64_t>()) return static_cast<double>(*i);
  return get<double>();
}

bool Value::operator==(const Value& other) const { return storage_ == other.storage_; }

std::string to_string(const Value& value) { return std::visit(Writer{}, value.storage()); }

}  // namespace ganzoo
