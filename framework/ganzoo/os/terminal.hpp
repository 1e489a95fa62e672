/// Lines for a person's eyes: whatever a foreign file or component put into them, and whatever becomes of the stream.
#pragma once

#include <cstdio>
#include <string>

namespace ganzoo::os {

/// Prints the text as it is. A full disk or a closed pipe loses the line and nothing else: progress decides no run's fate.
void print(std::FILE* to, const std::string& text);
/// The same, as one line that steers no terminal.
void print_line(std::FILE* to, const std::string& line);

}  // namespace ganzoo::os
