/// One worker process: trains one cell, and says how it goes on the beat descriptor.
#pragma once

#include <filesystem>
#include <ganzoo/core/value.hpp>
#include <string>

namespace ganzoo::experiment {

/// What a worker is asked, as one JSON object on its stdin.
struct Order {
  std::string cell;
  std::string spec;            ///< resolved, TOML
  std::string spec_sha256;     ///< Cell::spec_sha256
  std::string command;         ///< for the provenance
  bool fresh = false;          ///< forget what the folder holds
  std::string failure{};       ///< not empty: only record this failure of the cell
  std::string claim{};         ///< where the cell is claimed, as long as it may be written; empty: no need to ask
  std::string claim_token{};   ///< by which
  std::string token{};         ///< what proves that a message is the worker's own, and no component's
  std::int64_t until = 0;      ///< Session::until
  std::int64_t processes = 1;  ///< over which the run is spread
  std::string cut{};           ///< not empty: only record that the cell, which has paused, was cut, and why
};

std::string to_text(const Order& order);
Order order_from(const std::string& text);

/// Records in folder/run.h5 that the cell failed, beside what it already holds; a run that finished or diverged is left
/// as it is.
void mark_failed(const std::filesystem::path& folder, const Order& order);

/// Gives the reason why a cell goes no farther to its folder/run.h5, where it is neither over nor under way.
void mark_cut(const std::filesystem::path& folder, const std::string& reason);

/// What a worker says, one JSON object a line, with the order's token but for a crash; `do` is
///   beat   step, steps
///   done   step, profile (a table, or empty)
///   error  code, complaints, step
///   crash  file
/// Whether the run is over, and how, stands in run.h5; the step, told or not, in memory that it shares.
inline constexpr int beat_number = 3, step_number = 4;

}  // namespace ganzoo::experiment
