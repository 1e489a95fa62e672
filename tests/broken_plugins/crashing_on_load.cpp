#include "scheduler.hpp"

#include <csignal>

namespace {

const int crash = std::raise(SIGSEGV);

}  // namespace

GANZOO_PLUGIN(Ordinary)
