#include <fmt/format.h>
#include <fmt/ranges.h>

#include <ganzoo/experiment/ask/rehearsal.hpp>
#include <ganzoo/experiment/run/rehearsed.hpp>

namespace ganzoo::experiment {

std::vector<std::string> rehearse_all(Preparation& all) {
  if (all.search) mention(*all.search, all.expansion.cells);
  std::vector<std::string> data = rehearse(all.expansion, all.plugin_paths);
  if (all.search) forget(all.expansion.cells);
  return data;
}

RehearsedCells confirming(const RunOptions& options, const Search& search) {
  RunOptions other = options;
  other.overrides.push_back(fmt::format("grid.seed=[{}]", fmt::join(search.confirm, ", ")));
  other.uncut = true;  // judges nothing
  Preparation more = prepare(other);
  std::vector<std::string> data = rehearse_all(more);
  return {std::move(more.expansion), std::move(data)};
}

}  // namespace ganzoo::experiment
