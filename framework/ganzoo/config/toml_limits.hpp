/// What a TOML text may be before a parser sees it: recursion over deep nesting would end on the stack's guard page.
#pragma once

#include <string>
#include <string_view>

namespace ganzoo::config {

inline constexpr std::size_t toml_max_bytes = std::size_t{4} << 20;
inline constexpr int toml_max_brackets = 64;
inline constexpr int toml_max_dots = 1024;            ///< in a key, those of the tables around it included
inline constexpr std::size_t toml_max_key = 1024;     ///< bytes of one key
inline constexpr std::size_t toml_max_keys = 10'000;  ///< of one table: finding one is a linear search

/// Throws ganzoo::Error (usage) with line and column where the text goes beyond a limit.
void check_toml_limits(std::string_view text, const std::string& file_name);

}  // namespace ganzoo::config
