/// What is known of an experiment before anything is written: the file read, its cells expanded and chosen.
#pragma once

#include <cstddef>
#include <filesystem>
#include <ganzoo/experiment/grid/expand.hpp>
#include <ganzoo/experiment/run/supervisor.hpp>
#include <ganzoo/experiment/search/search.hpp>
#include <ganzoo/experiment/spec/catalogue.hpp>
#include <optional>
#include <string>
#include <vector>

namespace ganzoo::experiment {

struct Preparation {
  std::vector<std::string> plugin_paths;
  Catalogue catalogue;
  Expansion expansion;         ///< the cells that --only and --shard choose
  std::size_t not_chosen = 0;  ///< others
  std::filesystem::path out;   ///< the run's folder
  std::string title;
  std::string text;              ///< what is kept as experiment.toml: as it was read, overrides applied
  bool is_one_cell = false;      ///< of a run.h5, and not of an experiment's file
  std::optional<Search> search;  ///< what is to be judged on the way; none where --uncut says so
};

/// Reads, checks, expands. Throws ganzoo::Error with everything that is wrong.
Preparation prepare(const RunOptions& options);

}  // namespace ganzoo::experiment
