#include <sys/mman.h>
#include <unistd.h>

#include <ganzoo/os/shared_number.hpp>
#include <string>

namespace ganzoo::os {

SharedNumber::SharedNumber(std::int64_t first)
    : file_(memory_file({reinterpret_cast<const char*>(&first), sizeof first})) {}

std::optional<std::int64_t> SharedNumber::read() const {
  std::int64_t number = 0;
  if (pread(file_.get(), &number, sizeof number, 0) != sizeof number) return std::nullopt;
  return number;
}

volatile std::int64_t& shared_number(int descriptor) {
  static std::int64_t own = -1;
  void* memory = mmap(nullptr, sizeof own, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  return memory == MAP_FAILED ? own : *static_cast<std::int64_t*>(memory);
}

}  // namespace ganzoo::os
