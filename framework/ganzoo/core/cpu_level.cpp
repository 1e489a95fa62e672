#include <ganzoo/core/cpu_level.hpp>
#include <ganzoo/core/error.hpp>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>

namespace ganzoo {
namespace {

int level_of_processor() {
  return __builtin_cpu_supports("x86-64-v4") ? 4 : __builtin_cpu_supports("x86-64-v3") ? 3 : 2;
}

}  // namespace

int cpu_level(const char* most) {
  if (!most) return level_of_processor();
  const std::string_view value = most;
  if (value != "2" && value != "3" && value != "4")
    throw Error(Exit::usage, "GANZOO_MAX_LEVEL is \"" + std::string(value) + "\", but must be 2, 3 or 4");
  return std::min(level_of_processor(), value.front() - '0');
}

int cpu_level() {
  static const int level = cpu_level(std::getenv("GANZOO_MAX_LEVEL"));
  return level;
}

}  // namespace ganzoo
