/// What each worker of a job has done, one line an event in a file of its own: the claims' log, and how the others learn
/// without a look at its run.h5 that a cell is over.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace ganzoo::experiment {

/// This worker's own. A line: "2026-01-31T12:00:00.123Z took kl-s0-1a2b3c4d at step 0".
class Journal {
 public:
  /// `folder`: <job>/workers, made if need be. Throws ganzoo::Error (environment).
  explicit Journal(const std::filesystem::path& folder);

  /// `event`: took, stole, or how it ended: finished, diverged, failed, over (before it was taken), refused, paused (at the
  /// step of a rung), cut, interrupted, killed, stopped, not_started, lost; or judged, a judgement instead of a cell. On
  /// disk when this returns. Throws ganzoo::Error (environment).
  void note(const std::string& event, const std::string& cell, std::optional<std::int64_t> step = {});

 private:
  std::filesystem::path file_;
};

/// What all workers' journals say of the cells that nobody needs to look at again.
class Journals {
 public:
  explicit Journals(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Reads what was added since.
  void read();
  bool is_over(const std::string& cell) const { return over_.contains(cell); }
  /// The step at which it has paused; −1 where nobody tells.
  std::int64_t reached(const std::string& cell) const;
  bool is_cut(const std::string& cell) const { return cut_.contains(cell); }
  bool is_judged(const std::string& judgement) const { return judged_.contains(judgement); }

 private:
  void take(const std::string& line);

  std::filesystem::path folder_;
  std::map<std::filesystem::path, std::uintmax_t> read_;  ///< bytes of each
  std::set<std::string> over_, cut_, judged_;
  std::map<std::string, std::int64_t> reached_;
};

}  // namespace ganzoo::experiment
