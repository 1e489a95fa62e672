/// One race on its way: who is still in, at which step it is judged next, and what a judgement makes of it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <ganzoo/experiment/search/judgement.hpp>
#include <ganzoo/experiment/search/race.hpp>
#include <string>
#include <utility>
#include <vector>

namespace ganzoo::experiment {

/// A competitor, by its cells' ids.
struct Entrant {
  std::vector<std::string> cells;
  bool spare = false;                  ///< never cut
  std::vector<std::string> confirm{};  ///< the cells that are to confirm it, should it win
};

struct CutCell {
  std::string cell, reason;
};

class Contest {
 public:
  Contest(const Search& rules, std::string name, std::vector<std::pair<std::string, std::string>> within,
          std::vector<Entrant> in);

  const std::string& name() const { return name_; }
  const std::vector<std::pair<std::string, std::string>>& within() const { return within_; }
  const std::vector<Entrant>& in() const { return in_; }
  /// The rung that everybody who is in is trained to; 0: to the end.
  std::int64_t until() const { return rung_ < rules_.rungs.size() ? rules_.rungs[rung_] : 0; }
  /// What is to be judged there.
  Judgement question() const;
  /// Takes out who is cut at that rung, and goes on to the next one.
  std::vector<CutCell> cut(const Judgement& judgement);
  /// Which cells are to confirm a competitor, told by one of its own.
  void let_confirm(const std::function<std::vector<std::string>(const std::string& cell)>& confirming);
  /// Of a judgement of the end.
  std::vector<Entrant> winners(const Judgement& judgement) const;

 private:
  Search rules_;
  std::string name_;
  std::vector<std::pair<std::string, std::string>> within_;
  std::vector<Entrant> in_;
  std::size_t rung_ = 0;
};

/// Those of an experiment, nobody cut yet.
std::vector<Contest> contests_of(const Search& search, const std::vector<Cell>& cells);

/// Cells that still have to be trained, or to be recorded as cut, by what stands in the run files now.
std::vector<std::string> left_of(std::vector<Contest> contests, const std::filesystem::path& run);

}  // namespace ganzoo::experiment
