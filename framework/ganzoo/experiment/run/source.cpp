#include <fmt/format.h>

#include <ganzoo/config/toml.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/ask/cell_state.hpp>
#include <ganzoo/experiment/run/source.hpp>
#include <utility>

namespace ganzoo::experiment {
namespace {

namespace fs = std::filesystem;

/// The run file that `path` means; empty where it is an experiment's file.
fs::path run_file(const fs::path& path) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) return fs::exists(path / "run.h5", ignored) ? path / "run.h5" : fs::path();
  return path.extension() == ".h5" ? path : fs::path();
}

Source of_cell(const fs::path& file) {
  const CellState state = cell_state_of(file);
  if (!state.exists) throw Error(Exit::environment, file.string() + ": No such file or directory");
  if (!state.failure.empty()) throw Error(state.unknown ? Exit::environment : Exit::corrupt, state.failure);
  Source source{
      .experiment = config::parse_toml(state.spec, file.string()), .text = state.spec, .cell = state.cell, .out = {}};
  const fs::path own = fs::absolute(file).lexically_normal().parent_path();
  if (own.filename() == state.cell) source.out = own.parent_path();
  return source;
}

}  // namespace

Source read_source(const fs::path& path) {
  if (const fs::path file = run_file(path); !file.empty()) return of_cell(file);
  std::string text = config::toml_text(path);
  Table experiment = config::parse_toml(text, path.string());
  return {.experiment = std::move(experiment), .text = std::move(text), .cell = {}, .out = {}};
}

}  // namespace ganzoo::experiment
