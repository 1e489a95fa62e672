#include "scheduler.hpp"

void defined_nowhere();

namespace {

struct MissingSymbol : Ordinary {
  void prepare() override { defined_nowhere(); }
};

}  // namespace

GANZOO_PLUGIN(MissingSymbol)
