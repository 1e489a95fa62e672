/// Where the cells of a running experiment stand, as of their last commits.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ganzoo::report {

struct LiveCell {
  std::string name, status;  ///< a status of run.h5, or "starting" before its first commit
  std::string holder{};      ///< of a claim on it: "on n17, 4 s ago", "lost on n17, 3:05 ago"; "" where there is none
  std::int64_t step = 0, steps = 0;
  double seconds = 0;                                        ///< trained so far
  std::int64_t changed = 0;                                  ///< when its file last was, in nanoseconds
  std::vector<std::pair<std::string, double>> last_metrics;  ///< at the last evaluation
};

/// Reads again what has changed since the last look.
class Live {
 public:
  /// A run's folder, or a cell's. Throws ganzoo::Error (environment) where it is not there.
  explicit Live(std::filesystem::path folder);

  /// Sorted by name. A file that cannot be read is a cell with its reason as the status.
  std::vector<LiveCell> look();
  /// A process holds the folder, or a worker on whatever host a claim on one of its cells.
  bool at_work() const;

 private:
  std::filesystem::path run_folder() const;
  /// A file, and which of its states.
  struct Identity {
    std::uint64_t inode = 0;
    std::int64_t size = 0, modified = 0, changed = 0;  ///< times in nanoseconds
    bool operator==(const Identity&) const = default;
  };
  struct Seen {
    Identity identity;
    LiveCell cell;
  };
  static std::optional<Identity> identity_of(const std::filesystem::path& file);

  std::filesystem::path folder_;
  std::map<std::filesystem::path, Seen> seen_;
};

/// A table of those at work and of the ten that changed last, or of `all`, at most `height` lines of `width` characters;
/// below it every cell is counted.
std::string live_text(std::vector<LiveCell> cells, int width, int height, bool all = false);

}  // namespace ganzoo::report
