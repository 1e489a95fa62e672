/// The files that this program is made of, by their checksums: a job that waits must not be run by another one.
#pragma once

#include <ganzoo/core/value.hpp>

namespace ganzoo::experiment {

/// File → SHA-256: the program, and ganzoo's own shared libraries that it runs with.
Table program_files();

/// Throws ganzoo::Error (environment) where one of `then` is another file today.
void require_same_program(const Table& then);

}  // namespace ganzoo::experiment
