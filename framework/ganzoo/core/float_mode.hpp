/// The one floating-point mode that every thread computes in: round to nearest, subnormals are zero, nothing traps.
///
/// A thread sets it after the last component is loaded; a component that changes it afterwards is told so by name.
#pragma once

#include <ganzoo/core/error.hpp>

#include <string>

namespace ganzoo {

/// The SSE control register: all exceptions masked, flush-to-zero and denormals-are-zero set.
inline constexpr unsigned float_mode = 0x9fc0;

/// Of the calling thread, without the six sticky flags that every operation may set.
inline unsigned current_float_mode() { return __builtin_ia32_stmxcsr() & ~0x3fu; }

inline void set_float_mode(unsigned mode = float_mode) { __builtin_ia32_ldmxcsr(mode); }

/// Throws ganzoo::Error (cells_failed) naming `component` where the calling thread's mode is another one.
inline void check_float_mode(const std::string& component) {
  if (current_float_mode() == float_mode) return;
  throw Error(Exit::cells_failed, component + " changed the processor's floating-point mode",
              "was it, or a library it uses, built with -ffast-math?");
}

}  // namespace ganzoo
