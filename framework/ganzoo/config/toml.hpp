/// TOML text to a table, each key with its place in the file.
#pragma once

#include <filesystem>
#include <ganzoo/core/value.hpp>
#include <string>

namespace ganzoo::config {

/// Reads TOML (at most 4 MiB, brackets 64 deep, 1024 dots in a key) into a table with places and source order of keys;
/// File-like paths stay as written. Throws ganzoo::Error (usage) with line and column.
Table read_toml(const std::filesystem::path& file);
/// The text of such a file, to be read once: it may be a pipe. Throws ganzoo::Error.
std::string toml_text(const std::filesystem::path& file);
Table parse_toml(const std::string& text, const std::string& file_name);

}  // namespace ganzoo::config
