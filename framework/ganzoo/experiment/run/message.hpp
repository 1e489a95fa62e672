/// What a supervisor and its workers say to one another: one JSON object a line, each a Table.
#pragma once

#include <ganzoo/core/error.hpp>
#include <ganzoo/core/value.hpp>
#include <string>

namespace ganzoo::experiment {

/// Missing or of another type: the fallback.
std::string text_of(const Table& message, std::string_view key, const std::string& fallback = {});
std::int64_t integer_of(const Table& message, std::string_view key, std::int64_t fallback = 0);
bool flag_of(const Table& message, std::string_view key, bool fallback = false);

/// { code, complaints = [{ message, hint }] } and back.
Table to_message(const Error& error);
Error error_from(const Table& message);

/// Writes all of the line and a newline; false where the descriptor does not take it.
bool write_line(int descriptor, const std::string& line);

}  // namespace ganzoo::experiment
