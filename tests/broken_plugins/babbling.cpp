#include <unistd.h>

#include "scheduler.hpp"

namespace {

/// Writes to every descriptor it finds.
struct Babbling : Ordinary {
  Babbling() {
    for (int number = 1; number < 16; ++number) [[maybe_unused]]
      const ssize_t n = write(number, "{\"id\":1}\n{]\n", 12);
  }
  double rate = 1;
  static constexpr auto parameters = std::tuple{ganzoo::parameter("rate", &Babbling::rate, "a factor")};
};

}  // namespace

GANZOO_PLUGIN(Babbling)
