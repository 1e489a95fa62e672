#include "notices.hpp"

#include <cstdio>
#include <ganzoo/os/terminal.hpp>

#include "command.hpp"

namespace ganzoo::app {

void print_notices(const std::vector<std::string>& notices) {
  if (settings().quiet) return;
  for (const std::string& notice : notices) os::print_line(stderr, "ganzoo: notice: " + notice);
}

}  // namespace ganzoo::app
