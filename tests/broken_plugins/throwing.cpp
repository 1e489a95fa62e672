#include <stdexcept>

#include "scheduler.hpp"

namespace {

struct Throwing : Ordinary {
  Throwing() { throw std::runtime_error("no luck today"); }
  double rate = 1;
  static constexpr auto parameters = std::tuple{ganzoo::parameter("rate", &Throwing::rate, "a factor")};
};

}  // namespace

GANZOO_PLUGIN(Throwing)
