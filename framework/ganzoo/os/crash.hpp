/// A worker's last words: which file was running when a signal killed it.
#pragma once

namespace ganzoo::os {

/// On SIGSEGV, SIGBUS, SIGILL, SIGFPE and SIGABRT writes `{"do":"crash","file":"/…/mine.so"}` to the descriptor,
/// naming the innermost component on the stack ("" where there is none), and lets the signal take its course.
void report_crashes(int descriptor);

}  // namespace ganzoo::os
