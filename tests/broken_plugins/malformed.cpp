#include "scheduler.hpp"

extern "C" __attribute__((visibility("default"))) const GanzooModule ganzoo_module;
const GanzooModule ganzoo_module{8, ganzoo::api_version, nullptr, nullptr};
