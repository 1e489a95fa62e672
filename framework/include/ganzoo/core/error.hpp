/// Errors that a user can cause, and the exit code each ends the program with.
#pragma once

#include <ganzoo/core/api.hpp>

#include <stdexcept>
#include <string>
#include <vector>

namespace ganzoo {

/// The program's exit codes (README, "Exit codes").
enum class Exit : int {
  ok = 0,
  cells_failed = 1,  ///< some cells of a grid failed
  usage = 2,         ///< command line or configuration
  locked = 3,        ///< another run holds the folder
  environment = 4,   ///< disk, permission, missing package
  corrupt = 5,       ///< corrupt or incompatible data
  bug = 70,          ///< a fault of ganzoo itself
};

/// One line of an error as the user reads it: `where: name[index] is VALUE, but must be PROPERTY`.
struct Complaint {
  std::string message;
  std::string hint;  ///< printed as `hint: …` below the message; may be empty
};

/// What user input throws: one or several complaints that share an exit code.
class GANZOO_API Error : public std::runtime_error {
 public:
  Error(Exit code, std::string message, std::string hint = {});
  Error(Exit code, std::vector<Complaint> complaints);

  Exit code() const { return code_; }
  const std::vector<Complaint>& complaints() const { return complaints_; }

 private:
  Exit code_;
  std::vector<Complaint> complaints_;
};

/// The member of `known` nearest to `word` by edit distance, or "" where none is near enough to be meant.
GANZOO_API std::string nearest(const std::string& word, const std::vector<std::string>& known);

}  // namespace ganzoo
