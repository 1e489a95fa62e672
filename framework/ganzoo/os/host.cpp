#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <ganzoo/os/host.hpp>

namespace ganzoo::os {

std::string host_name() {
  if (const char* node = std::getenv("SLURMD_NODENAME");
      node && *node && std::string(node).find('/') == std::string::npos)
    return node;
  std::array<char, 256> name{};
  gethostname(name.data(), name.size() - 1);
  return name.data();
}

std::string host_and_process() { return fmt::format("{}-{}", host_name(), getpid()); }

}  // namespace ganzoo::os
