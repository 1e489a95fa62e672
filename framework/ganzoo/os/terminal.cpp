#include <ganzoo/core/text.hpp>
#include <ganzoo/os/terminal.hpp>

namespace ganzoo {

void print(std::FILE* to, const std::string& text) {
  std::fputs(text.c_str(), to);
  std::fflush(to);
  std::clearerr(to);
}

void print_line(std::FILE* to, const std::string& line) { print(to, on_one_line(line) + "\n"); }

}  // namespace ganzoo
