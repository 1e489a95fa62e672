#include "scheduler.hpp"

GANZOO_PLUGIN(Ordinary)
