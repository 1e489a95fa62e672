#include <algorithm>
#include <ganzoo/core/text.hpp>
#include <ganzoo/os/terminal.hpp>

namespace ganzoo::os {

void print(std::FILE* to, const std::string& text) {
  std::fputs(text.c_str(), to);
  std::fflush(to);
  std::clearerr(to);
}

void print_line(std::FILE* to, const std::string& line) {
  const std::size_t margin = std::min(line.find_first_not_of(' '), line.size());
  print(to, std::string(margin, ' ') + on_one_line(line) + "\n");
}

}  // namespace ganzoo::os
