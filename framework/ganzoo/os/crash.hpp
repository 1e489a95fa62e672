/// A worker's last words: which file was running when a signal killed it.
#pragma once

#include <cstdint>
#include <ganzoo/core/api.hpp>

namespace ganzoo::experiment {

/// On SIGSEGV, SIGBUS, SIGILL, SIGFPE and SIGABRT writes `{"do":"crash","file":"/…/mine.so","step":60}` to the
/// descriptor, naming the innermost component on the stack ("" where there is none) and what `step` holds then, and
/// lets the signal take its course. `step` lives as long as the process.
GANZOO_API void report_crashes(int descriptor, const volatile std::int64_t& step);

}  // namespace ganzoo::experiment
