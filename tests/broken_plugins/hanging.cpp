#include <unistd.h>

#include "scheduler.hpp"

namespace {

struct Hanging : Ordinary {
  Hanging() {
    for (;;) pause();
  }
  double rate = 1;
  static constexpr auto parameters = std::tuple{ganzoo::parameter("rate", &Hanging::rate, "a factor")};
};

}  // namespace

GANZOO_PLUGIN(Hanging)
