#include "scheduler.hpp"

#include <stdexcept>

namespace {

struct Unprepared : Ordinary {
  void prepare() override { throw std::out_of_range("index 7"); }
};

}  // namespace

GANZOO_PLUGIN(Unprepared)
