#include <csignal>

#include "scheduler.hpp"

namespace {

struct Crashing : Ordinary {
  Crashing() { std::raise(SIGSEGV); }
  double rate = 1;
  static constexpr auto parameters = std::tuple{ganzoo::parameter("rate", &Crashing::rate, "a factor")};
};

}  // namespace

GANZOO_PLUGIN(Crashing)
