#include "scheduler.hpp"

extern "C" __attribute__((visibility("default"))) const GanzooModule ganzoo_module;
const GanzooModule ganzoo_module{sizeof(GanzooModule), 999, GANZOO_ABI_TAG, []() -> const void* { return nullptr; }};
