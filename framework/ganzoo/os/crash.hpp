/// A worker's last words: which file was running when a signal killed it.
#pragma once

#include <ganzoo/core/api.hpp>

namespace ganzoo::experiment {

/// On SIGSEGV, SIGBUS, SIGILL, SIGFPE and SIGABRT writes `{"do":"crash","file":"/…/mine.so"}` to the descriptor,
/// naming the innermost component on the stack ("" where there is none), and lets the signal take its course.
GANZOO_API void report_crashes(int descriptor);

}  // namespace ganzoo::experiment
