// Compiled once for each WAY: goes wrong while it is loaded, before anything is asked of it.
#include "scheduler.hpp"
#include "ways.hpp"

namespace {

const int never = (ways::WAY(), 0);

}  // namespace

GANZOO_PLUGIN(Ordinary)
