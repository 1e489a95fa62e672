/// Lines for a person's eyes: whatever a foreign file or component put into them, and whatever becomes of the stream.
#pragma once

#include <cstdio>
#include <ganzoo/core/api.hpp>
#include <string>

namespace ganzoo {

/// One line that a terminal shows and does not obey: control characters become a space or '?'.
GANZOO_API std::string printable(std::string text);

/// Prints the text as it is. A full disk or a closed pipe loses the line and nothing else: progress decides no run's fate.
GANZOO_API void print(std::FILE* to, const std::string& text);
/// The same, one printable line.
GANZOO_API void print_line(std::FILE* to, const std::string& line);

}  // namespace ganzoo
