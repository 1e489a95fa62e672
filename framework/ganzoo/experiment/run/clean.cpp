#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/ask/cell_state.hpp>
#include <ganzoo/experiment/claim/claims.hpp>
#include <ganzoo/experiment/run/clean.hpp>
#include <ganzoo/experiment/run/run_folder.hpp>
#include <ganzoo/log/run_file.hpp>

namespace ganzoo::experiment {
namespace {

namespace fs = std::filesystem;

constexpr std::array files{"run.h5", "worker.log", ".lock"};

/// A folder of its own, not a link to one elsewhere.
bool is_cell(const fs::path& folder) {
  std::error_code ignored;
  return fs::is_directory(fs::symlink_status(folder, ignored)) &&
         (fs::exists(folder / "run.h5", ignored) || fs::exists(folder / "worker.log", ignored));
}

std::vector<fs::path> cells_in(const fs::path& run) {
  std::vector<fs::path> cells;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(run, error))
    if (is_cell(entry.path())) cells.push_back(entry.path());
  if (error) throw Error(Exit::environment, fmt::format("{}: {}", run.string(), error.message()));
  std::ranges::sort(cells);
  return cells;
}

bool is_meant(const CellState& state, const Unwanted& unwanted) {
  if (!state.failure.empty()) return false;
  if (state.status == "failed") return unwanted.failed;
  if (state.status == "diverged") return unwanted.diverged;
  return state.status != "finished" && unwanted.interrupted;
}

std::string words_of(const CellState& state) {
  if (!state.exists) return "interrupted before its first commit";
  const std::string status = state.status == "running" ? "killed" : state.status;
  const std::string why = state.reason.empty() ? "" : ": " + state.reason;
  return fmt::format("{} at step {}{}", status, state.step, why);
}

std::uintmax_t size_of(const fs::path& folder) {
  std::uintmax_t sum = 0;
  for (const char* name : files) {
    std::error_code error;
    const std::uintmax_t size = fs::file_size(folder / name, error);
    if (!error) sum += size;
  }
  return sum;
}

}  // namespace

Cleaning::Cleaning(const fs::path& path) {
  const bool one = is_cell(path);
  const fs::path whole = fs::absolute(path).lexically_normal();
  const fs::path run = one ? (whole.has_filename() ? whole : whole.parent_path()).parent_path() : whole;
  lock_.emplace(run, lock_patience);
  require_unclaimed(run);
  cells_ = one ? std::vector{path} : cells_in(path);
}

std::vector<Remains> Cleaning::find(const Unwanted& unwanted) {
  std::vector<Remains> all;
  for (const fs::path& cell : cells_) {
    const CellState state = cell_state_in(cell);
    if (!state.failure.empty()) unreadable_.push_back(state.failure);
    if (is_meant(state, unwanted)) all.push_back({cell, words_of(state), size_of(cell)});
  }
  return all;
}

bool Cleaning::remove(const Remains& remains) {
  log::remove_temporaries(remains.folder / "run.h5");
  for (const char* name : files)
    if (::unlink((remains.folder / name).c_str()) != 0 && errno != ENOENT)
      throw Error(Exit::environment, fmt::format("{}: {}", (remains.folder / name).string(), std::strerror(errno)));
  if (::rmdir(remains.folder.c_str()) == 0) return true;
  if (errno == ENOTEMPTY || errno == EEXIST) return false;
  throw Error(Exit::environment, fmt::format("{}: {}", remains.folder.string(), std::strerror(errno)));
}

}  // namespace ganzoo::experiment
