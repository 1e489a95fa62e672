#include "scheduler.hpp"

namespace {

struct ThrowingNumber : Ordinary {
  ThrowingNumber() { throw 42; }
  double rate = 1;
  static constexpr auto parameters = std::tuple{ganzoo::parameter("rate", &ThrowingNumber::rate, "a factor")};
};

}  // namespace

GANZOO_PLUGIN(ThrowingNumber)
