/// How far a grid is: a bar with its ETA on a terminal, one plain line a finished cell elsewhere; all on stderr.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <ganzoo/core/api.hpp>
#include <ganzoo/experiment/grid/cell.hpp>
#include <string>
#include <vector>

namespace ganzoo::experiment {

class GANZOO_API Progress {
 public:
  enum class Style : std::uint8_t { none, lines, bar };

  Progress(std::size_t cells, Style style, bool verbose = false);
  ~Progress();
  /// none where quiet; a bar where stderr is a terminal.
  static Style style(bool quiet);

  void beat(std::size_t cell, std::int64_t step, std::int64_t steps);
  /// The cell is done; `text` is its line ("kl-0-1a2b3c4d finished, 20000 steps in 12.3 s").
  void done(std::size_t cell, const std::string& text);
  /// Prints a line whatever the style, above the bar.
  void say(const std::string& line);
  /// The same, where the run is verbose.
  void detail(const std::string& line);

 private:
  void draw(bool at_once);
  void clear();

  struct Cell {
    double first = -1;  ///< where its first beat found it
    double now = 0;
  };

  std::vector<Cell> cells_;
  Style style_;
  bool verbose_;
  std::size_t done_ = 0;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point begin_, drawn_at_{};
};

/// "12 s", "3:05", "2:03:05".
GANZOO_API std::string duration_text(double seconds);

}  // namespace ganzoo::experiment
