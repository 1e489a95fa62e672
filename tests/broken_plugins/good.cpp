#include "scheduler.hpp"

namespace {

struct Good : Ordinary {
  double rate = 1;
  static constexpr auto parameters = std::tuple{ganzoo::parameter("rate", &Good::rate, ganzoo::positive(), "a factor")};
};

}  // namespace

GANZOO_PLUGIN(Good)
