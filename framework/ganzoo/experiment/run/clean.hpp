/// Cells of a run that came to nothing, and their removal.
#pragma once

#include <cstdint>
#include <filesystem>
#include <ganzoo/os/lock.hpp>
#include <optional>
#include <string>
#include <vector>

namespace ganzoo::experiment {

/// Which cells are meant.
struct Unwanted {
  bool failed = false, diverged = false;
  bool interrupted = false;  ///< or killed, before its first commit perhaps
};

/// What is left of one cell.
struct Remains {
  std::filesystem::path folder;
  std::string text;  ///< "failed at step 60: …"
  std::uintmax_t bytes = 0;
};

/// Holds the run's folder as a run does; throws ganzoo::Error (locked) where one is at work there.
class Cleaning {
 public:
  /// `path`: a run's folder, or a cell's.
  explicit Cleaning(const std::filesystem::path& path);

  std::vector<Remains> find(const Unwanted& unwanted);
  /// Why the run files were not read that `find` came upon: what nobody can tell of is never meant.
  const std::vector<std::string>& unreadable() const { return unreadable_; }
  /// Removes what ganzoo has written there, and the folder where it is empty then; false where it is not.
  static bool remove(const Remains& remains);

 private:
  std::vector<std::filesystem::path> cells_;
  std::vector<std::string> unreadable_;
  std::optional<os::FolderLock> lock_;
};

}  // namespace ganzoo::experiment
