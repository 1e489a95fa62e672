#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>
#include <ganzoo/os/memory.hpp>

namespace ganzoo::os {
namespace {

/// Address space in bytes, told without taking any.
rlim_t held() {
  char text[32] = {};
  const int file = ::open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  const ssize_t n = ::read(file, text, sizeof text - 1);
  ::close(file);
  return n <= 0 ? 0 : std::strtoull(text, nullptr, 10) * static_cast<rlim_t>(sysconf(_SC_PAGESIZE));
}

bool holds_most() {
  rlimit limit{};
  return getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY && held() > limit.rlim_cur / 2;
}

}  // namespace

bool memory_is_short() {
  constexpr std::size_t little = std::size_t{1} << 16;
  void* volatile some = std::malloc(little);
  std::free(some);
  return some == nullptr && !holds_most();
}

}  // namespace ganzoo::os
