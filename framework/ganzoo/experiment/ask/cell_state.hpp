/// What stands in a cell's folder.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ganzoo::experiment {

struct CellState {
  bool exists = false;  ///< there is a run.h5
  std::string status;   ///< "finished", …; "" where the file could not be read
  std::string reason;
  std::int64_t step = 0;
  std::optional<std::int64_t> ran_away;                         ///< since this step
  std::string cell, spec;                                       ///< resolved, TOML
  std::string data_sha256, isa;                                 ///< provenance
  std::vector<std::pair<std::string, std::string>> components;  ///< provenance: "divergence" → sha256
  std::string failure;                                          ///< why the file could not be read
  bool unknown = false;                                         ///< `failure` is not the file's: it may be asked again
};

/// Reads a run file, in the process that reads foreign files.
CellState cell_state_of(const std::filesystem::path& file);
/// That of the cell in this folder.
inline CellState cell_state_in(const std::filesystem::path& folder) { return cell_state_of(folder / "run.h5"); }

}  // namespace ganzoo::experiment
