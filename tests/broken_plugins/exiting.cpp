#include <cstdlib>

#include "scheduler.hpp"

namespace {

struct Exiting : Ordinary {
  Exiting() { std::exit(0); }
  double rate = 1;
  static constexpr auto parameters = std::tuple{ganzoo::parameter("rate", &Exiting::rate, "a factor")};
};

}  // namespace

GANZOO_PLUGIN(Exiting)
