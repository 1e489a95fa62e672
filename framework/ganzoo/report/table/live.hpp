/// Where the cells of a running experiment stand, as of their last commits.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace ganzoo::report {

struct LiveCell {
  std::string name, status;  ///< a status of run.h5, or "starting" before its first commit
  std::string holder{};      ///< of a claim on it: "on n17, 4 s ago", "lost on n17, 3:05 ago"; "" where there is none
  std::int64_t step = 0, steps = 0;
  double seconds = 0;                                        ///< trained so far
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
  struct Seen {
    std::filesystem::file_time_type time;
    LiveCell cell;
  };
  std::filesystem::path folder_;
  std::map<std::filesystem::path, Seen> seen_;
};

/// A table of them, at most `height` lines of `width` characters: those at work first; the rest are counted below.
std::string live_text(std::vector<LiveCell> cells, int width, int height);

}  // namespace ganzoo::report
