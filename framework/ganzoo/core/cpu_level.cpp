#include <ganzoo/core/cpu_level.hpp>
#include <ganzoo/core/error.hpp>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>

namespace ganzoo {
namespace {

/// Feature by feature: clang 16 does not know the levels by name.
bool has_v3() {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
         __builtin_cpu_supports("fma");
}

bool has_v4() {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
}

int level_of_processor() { return !has_v3() ? 2 : has_v4() ? 4 : 3; }

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
