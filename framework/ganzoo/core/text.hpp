/// Text that others wrote, made fit to be shown: nothing in it steers a terminal.
#pragma once

#include <string>
#include <string_view>

namespace ganzoo {

/// Valid UTF-8 without control characters but newline and tab, and without those that turn the direction of writing:
/// each of them, and each byte that is no UTF-8, becomes U+FFFD.
std::string printable(std::string_view text);

/// The same in one line: newlines and tabs become blanks, those at the ends go.
std::string on_one_line(std::string_view text);

/// At most `most` bytes of it, with "…" behind where something was cut off.
std::string shortened(const std::string& text, std::size_t most);

}  // namespace ganzoo
