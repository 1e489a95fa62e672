/// A path into an experiment: `optimizer.generator.rate`, `regularizer[0].bound`, `regularizer.0.bound`.
#pragma once

#include <ganzoo/core/value.hpp>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ganzoo::config {

/// The parts between the dots; an index is a part of digits alone.
using Path = std::vector<std::string>;

/// What is to stand at a path.
using Assignment = std::pair<Path, Value>;

/// Nothing where the text is not a path: an empty part, an unclosed quote or bracket, more than 64 parts.
std::optional<Path> parse_path(std::string_view text);
/// `regularizer[0].bound`.
std::string to_string(const Path& path);

bool starts_with(const Path& path, const Path& beginning);

const Value* find(const Table& table, const Path& path);
Value* find(Table& table, const Path& path);

/// The values at these paths, at the same paths; where there is one.
Table part_of(const Table& table, std::initializer_list<std::string_view> paths);

/// Gives the value, and every one in it, this place.
void put_place(Value& value, const Place& place);

/// Sets the value there, making tables on the way; returns false where the way leads through something that is neither
/// a table nor a list with that element (its end counts: it appends).
bool set(Table& table, const Path& path, const Value& value);

}  // namespace ganzoo::config
