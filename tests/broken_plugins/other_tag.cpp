#include "scheduler.hpp"

#undef GANZOO_ABI_TAG
#define GANZOO_ABI_TAG "api 1 · another compiler"

GANZOO_PLUGIN(Ordinary)
