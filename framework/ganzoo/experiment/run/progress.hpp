/// How far a grid is: a bar with its ETA on a terminal, elsewhere one plain line a finished cell and one a minute; all
/// on stderr, and never a reason to stop.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <ganzoo/experiment/grid/cell.hpp>
#include <string>
#include <vector>

namespace ganzoo::experiment {

class Progress {
 public:
  enum class Style : std::uint8_t { none, lines, bar };

  using Clock = std::chrono::steady_clock;

  /// `names` of the cells.
  Progress(std::vector<std::string> names, Style style, bool verbose = false);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  /// none where quiet; a bar where stderr is a terminal.
  static Style style(bool quiet);

  /// One more, that was not known from the beginning.
  void add(const std::string& name);
  void beat(std::size_t cell, std::int64_t step, std::int64_t steps);
  /// The cell is done; `text` is its line ("kl-0-1a2b3c4d finished, 20000 steps in 12.3 s").
  void done(std::size_t cell, const std::string& text);
  /// To be called now and then: prints what is due by then.
  void tick(Clock::time_point now = Clock::now());
  /// Prints a line whatever the style, above the bar; no word of a stranger's in it makes two of it.
  void say(const std::string& line);
  /// The same, where the run is verbose.
  void detail(const std::string& line);

 private:
  void draw(bool at_once);
  void clear();

  struct Cell {
    std::string name{};
    std::int64_t steps = 0, step = 0, first = 0;  ///< of the run, done, and where its first beat found it
    bool begun = false, done = false;

    double share(std::int64_t of) const;
  };

  std::string line() const;
  std::string eta(Clock::time_point now) const;
  std::int64_t steps_done() const;

  std::vector<Cell> cells_;
  Style style_;
  bool verbose_;
  std::size_t done_ = 0;
  bool drawn_ = false;
  Clock::time_point begin_, drawn_at_{}, told_at_;
  std::int64_t told_steps_ = 0;
};

/// "12 s", "3:05", "2:03:05".
std::string duration_text(double seconds);

}  // namespace ganzoo::experiment
