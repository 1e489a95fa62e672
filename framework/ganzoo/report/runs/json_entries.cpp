#include <ganzoo/report/runs/json_entries.hpp>

namespace ganzoo::report {
namespace {

constexpr std::string_view blanks = " \t\n\r";

std::string_view stripped(std::string_view text) {
  const auto first = text.find_first_not_of(blanks);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// One past the closing quote of the string that opens at `at`; npos where it does not close.
std::size_t behind_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size(); ++at) {
    if (text[at] == '\\')
      ++at;
    else if (text[at] == '"')
      return at + 1;
  }
  return text.npos;
}

}  // namespace

std::optional<std::vector<std::string_view>> json_entries(std::string_view json) {
  const std::string_view text = stripped(json);
  if (text.size() < 2 || text.front() != '{' || text.back() != '}') return std::nullopt;
  const std::string_view inside = text.substr(1, text.size() - 2);
  std::vector<std::string_view> entries;
  std::size_t begin = 0;
  int depth = 0;
  for (std::size_t at = 0; at < inside.size();) {
    const char c = inside[at];
    if (c == '"') {
      at = behind_string(inside, at);
      if (at == inside.npos) return std::nullopt;
      continue;
    }
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && --depth < 0) return std::nullopt;
    if (c == ',' && depth == 0) {
      entries.push_back(stripped(inside.substr(begin, at - begin)));
      begin = at + 1;
    }
    ++at;
  }
  if (depth != 0) return std::nullopt;
  if (const std::string_view last = stripped(inside.substr(begin)); !last.empty() || !entries.empty())
    entries.push_back(last);
  return entries;
}

}  // namespace ganzoo::report
