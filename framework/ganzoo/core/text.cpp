#include <algorithm>
#include <array>
#include <cstdint>
#include <ganzoo/core/text.hpp>

namespace ganzoo {
namespace {

constexpr std::string_view replacement = "\uFFFD";

/// A character and the bytes it takes; 0 bytes where there is no valid one.
struct Character {
  char32_t code = 0;
  std::size_t bytes = 0;
};

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

/// The first character of a text that is not empty (RFC 3629: no overlong forms, no surrogates, at most U+10FFFF).
Character first_of(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80) return {lead, 1};
  const std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < bytes) return {};
  char32_t code = lead & (0x7FU >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    if (!continues(text[i])) return {};
    code = code << 6U | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  if (code < least[bytes] || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return {};
  return {code, bytes};
}

bool is_control(char32_t c) { return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0); }

bool turns_direction(char32_t c) {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
         c == 0x2028 || c == 0x2029;
}

}  // namespace

std::string printable(std::string_view text) {
  if (std::ranges::all_of(text, [](char c) { return (c >= 0x20 && c < 0x7F) || c == '\n' || c == '\t'; }))
    return std::string(text);
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const Character c = first_of(text);
    if (c.bytes == 0 || is_control(c.code) || turns_direction(c.code))
      out += replacement;
    else
      out += text.substr(0, c.bytes);
    text.remove_prefix(c.bytes == 0 ? 1 : c.bytes);
  }
  return out;
}

std::string on_one_line(std::string_view text) {
  const std::string_view blanks = " \n\t\r";
  const auto first = text.find_first_not_of(blanks);
  if (first == text.npos) return {};
  std::string line(text.substr(first, text.find_last_not_of(blanks) - first + 1));
  for (char& c : line)
    if (c == '\n' || c == '\t' || c == '\r') c = ' ';
  return printable(line);
}

std::string shortened(const std::string& text, std::size_t most) {
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > 0 && continues(text[end])) --end;
  return text.substr(0, end) + "…";
}

}  // namespace ganzoo
