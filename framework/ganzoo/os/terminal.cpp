#include <ganzoo/os/terminal.hpp>

namespace ganzoo {

std::string printable(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  for (std::size_t i = 0; i + 1 < text.size(); ++i)  // U+0080 to U+009F: some terminals obey them as they obey ESC
    if (text[i] == '\xc2' && static_cast<unsigned char>(text[i + 1]) < 0xa0) text.replace(i, 2, "?");
  for (char& c : text) {
    if (c == '\n' || c == '\t' || c == '\r')
      c = ' ';
    else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
      c = '?';
  }
  return text;
}

void print(std::FILE* to, const std::string& text) {
  std::fputs(text.c_str(), to);
  std::fflush(to);
  std::clearerr(to);
}

void print_line(std::FILE* to, const std::string& line) { print(to, printable(line) + "\n"); }

}  // namespace ganzoo
