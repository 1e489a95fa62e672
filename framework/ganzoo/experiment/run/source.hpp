/// What `ganzoo run` is given: an experiment file, or one cell's run.h5 and the spec that it holds.
#pragma once

#include <filesystem>
#include <ganzoo/core/value.hpp>
#include <string>

namespace ganzoo::experiment {

struct Source {
  Table experiment;
  std::string text;           ///< of the experiment, as it was read
  std::string cell;           ///< of a run.h5: the cell's id
  std::filesystem::path out;  ///< of a run.h5 that lies in its run's folder: that folder
};

/// `path`: an experiment file; or a run file (.h5) or a cell's folder, which is read in a process of its own. Throws
/// ganzoo::Error.
Source read_source(const std::filesystem::path& path);

}  // namespace ganzoo::experiment
