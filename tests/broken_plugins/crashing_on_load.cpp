#include <csignal>

#include "scheduler.hpp"

namespace {

const int crash = std::raise(SIGSEGV);

}  // namespace

GANZOO_PLUGIN(Ordinary)
