/// What the program says and does where memory has run out: one line that takes none, and exit code 4. From before main
/// on, and where an exception can go no further, too.
#pragma once

namespace ganzoo::app {

/// Says so, and returns the exit code.
int out_of_memory() noexcept;

/// Leaves std::terminate to end the process by SIGABRT again: a child's parent tells what that means.
void crash_without_memory();

}  // namespace ganzoo::app
