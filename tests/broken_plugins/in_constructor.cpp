// Compiled once for each WAY: goes wrong where it is constructed.
#include "scheduler.hpp"
#include "ways.hpp"

namespace {

struct InConstructor : Ordinary {
  InConstructor() { ways::WAY(); }
  double rate = 1;
  static constexpr auto parameters = std::tuple{ganzoo::parameter("rate", &InConstructor::rate, "a factor")};
};

}  // namespace

GANZOO_PLUGIN(InConstructor)
