#include <unistd.h>

#include "scheduler.hpp"

namespace {

struct Closing : Ordinary {
  Closing() {
    for (int number = 0; number < 256; ++number) close(number);
  }
  double rate = 1;
  static constexpr auto parameters = std::tuple{ganzoo::parameter("rate", &Closing::rate, "a factor")};
};

}  // namespace

GANZOO_PLUGIN(Closing)
