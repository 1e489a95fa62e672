/// Runs the built program as a user would, in a folder of its own.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "support/temporary.hpp"

namespace cli {

struct Result {
  int code = 0;  ///< exit code, or 128 + signal
  std::string out, err;
};

/// What a run of the program may be given.
struct Setting {
  std::vector<std::pair<std::string, std::string>> environment{};
  long file_size_limit = 0;  ///< RLIMIT_FSIZE in bytes; 0: none
  unsigned user = 0;         ///< another user to run as; 0: the same
  std::string error{};       ///< where stderr goes instead of into the result
};

/// A folder with an experiment in it, in which the program runs.
class Bench {
 public:
  Bench();

  std::filesystem::path path(const std::string& name) const { return folder_.path / name; }
  void write(const std::string& name, const std::string& text) const;
  std::string read(const std::string& name) const;

  /// `arguments` behind "ganzoo".
  Result ganzoo(const std::vector<std::string>& arguments, const Setting& setting = {}) const;

  /// Starts it and does not wait; its output goes to the files "background.out" and "background.err".
  pid_t start(const std::vector<std::string>& arguments, const Setting& setting = {}) const;
  /// Waits for it: exit code, or 128 + signal.
  static int wait(pid_t pid);
  /// True once `name` exists, false after a minute without.
  bool appears(const std::string& name) const;

  /// True once so many cells of a run's folder have committed, false after a minute without.
  bool commits(const std::string& folder, int cells = 1) const;

  /// Names in a folder, sorted, without hidden ones.
  std::vector<std::string> entries(const std::string& folder) const;

 private:
  pid_t spawn(const std::vector<std::string>& arguments, const Setting& setting, const std::string& out,
              const std::string& err) const;

  TemporaryFolder folder_;
};

/// A small experiment that trains for well under a second; `more` is put behind it.
std::string tiny(int steps = 200, const std::string& more = {});

/// True where the error stands in the program's shape: one line "ganzoo: error: …" that holds all of `words`.
bool says(const Result& result, const std::vector<std::string>& words);
/// True where stderr holds nothing but errors, hints, notices, and lines of cells.
bool well_formed(const Result& result);

}  // namespace cli
