/// A configuration value as it stands in an experiment file, with the place it came from.
#pragma once

#include <ganzoo/core/api.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace ganzoo {

/// A place in a file, 1-based; line 0: not from a file (an override, a default).
struct Place {
  std::string file;
  int line = 0;
  int column = 0;

  /// "ring8.toml:14:9", or the file's name alone, or "" where there is neither.
  GANZOO_API std::string text() const;
};

class Value;
using List = std::vector<Value>;

/// Keys in the order they were written.
class GANZOO_API Table {
  using Entries = std::vector<std::pair<std::string, Value>>;

 public:
  const Value* find(std::string_view key) const;
  Value* find(std::string_view key);
  /// Replaces in place, or appends.
  void set(std::string key, Value value);
  void erase(std::string_view key);
  bool empty() const;
  Entries::const_iterator begin() const;
  Entries::const_iterator end() const;
  Entries::iterator begin();
  Entries::iterator end();
  std::size_t size() const;
  bool operator==(const Table& other) const;  ///< whatever the order of the keys; places are ignored

 private:
  Entries entries_;
};

class GANZOO_API Value {
 public:
  using Storage = std::variant<std::monostate, bool, std::int64_t, double, std::string, List, Table>;

  Value();
  Value(bool v);
  Value(int v);
  Value(std::int64_t v);
  Value(double v);
  Value(const char* v);
  Value(std::string v);
  Value(List v);
  Value(Table v);
  Value(const Value&);
  Value(Value&&) noexcept;
  Value& operator=(const Value&);
  Value& operator=(Value&&) noexcept;
  ~Value();

  template <class T>
  const T* get_if() const {
    return std::get_if<T>(&storage_);
  }
  template <class T>
  T* get_if() {
    return std::get_if<T>(&storage_);
  }
  template <class T>
  const T& get() const {
    return std::get<T>(storage_);
  }
  const Storage& storage() const { return storage_; }
  bool is_null() const { return storage_.index() == 0; }
  /// Integer or floating, as a double; nothing else converts.
  bool is_number() const;
  double number() const;

  /// Where it was written.
  Place place;

  bool operator==(const Value& other) const;  ///< 1 and 1.0 differ; places are ignored

 private:
  Storage storage_;
};

// Where Value is complete: until then there are no entries to speak of.
inline bool Table::empty() const { return entries_.empty(); }
inline Table::Entries::const_iterator Table::begin() const { return entries_.begin(); }
inline Table::Entries::const_iterator Table::end() const { return entries_.end(); }
inline Table::Entries::iterator Table::begin() { return entries_.begin(); }
inline Table::Entries::iterator Table::end() { return entries_.end(); }
inline std::size_t Table::size() const { return entries_.size(); }

/// The value as TOML writes it inline: `[128, 128]`, `"kl"`, `{ name = "alpha", alpha = 0.3 }`. Doubles round-trip.
GANZOO_API std::string to_string(const Value& value);

}  // namespace ganzoo
