/// Other programs of this system, run to their end.
#pragma once

#include <ganzoo/os/process.hpp>
#include <string>
#include <vector>

namespace ganzoo::os {

/// What became of one.
struct Ran {
  Ending ending{};
  bool is_missing = false;  ///< there is no such program
  std::string out{}, err{};

  bool succeeded() const { return !is_missing && !ending.signalled && ending.code == 0; }
  /// The last line that it printed as an error, or how it ended.
  std::string reason() const;
};

/// Found by PATH, with nothing on its stdin; waits for it. Throws ganzoo::Error (environment) where no process can be
/// started.
Ran run_program(const std::vector<std::string>& words);

}  // namespace ganzoo::os
