#include "scheduler.hpp"

int from_elsewhere();

namespace {

struct NeedsLibrary : Ordinary {
  void prepare() override { from_elsewhere(); }
};

}  // namespace

GANZOO_PLUGIN(NeedsLibrary)
