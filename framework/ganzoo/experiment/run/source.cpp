#include <fmt/format.h>

#include <ganzoo/config/toml.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/ask/cell_state.hpp>
#include <ganzoo/experiment/run/source.hpp>
#include <utility>

namespace ganzoo::experiment {
namespace {

namespace fs = std::filesystem;

/// The folder of the cell that `path` means; empty where it is an experiment's file.
fs::path cell_folder(const fs::path& path) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored) && fs::exists(path / "run.h5", ignored)) return path;
  if (path.filename() != "run.h5") return {};
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

Source of_cell(const fs::path& folder) {
  const CellState state = cell_state_in(folder);
  const std::string file = (folder / "run.h5").string();
  if (!state.exists) throw Error(Exit::environment, file + ": No such file or directory");
  if (!state.failure.empty()) throw Error(Exit::corrupt, state.failure);
  Source source{.experiment = config::parse_toml(state.spec, file), .text = state.spec, .cell = state.cell, .out = {}};
  const fs::path here = fs::absolute(folder).lexically_normal();
  const fs::path own = here.has_filename() ? here : here.parent_path();
  if (own.filename() == state.cell) source.out = own.parent_path();
  return source;
}

}  // namespace

Source read_source(const fs::path& path) {
  if (const fs::path folder = cell_folder(path); !folder.empty()) return of_cell(folder);
  std::string text = config::toml_text(path);
  Table experiment = config::parse_toml(text, path.string());
  return {.experiment = std::move(experiment), .text = std::move(text), .cell = {}, .out = {}};
}

}  // namespace ganzoo::experiment
