/// A cell of the grid, and its name: what the grid varied, readable, then what the run hashes to.
#pragma once

#include <ganzoo/core/error.hpp>
#include <ganzoo/core/value.hpp>
#include <string>
#include <utility>
#include <vector>

namespace ganzoo::experiment {

/// One cell of the grid, resolved: every key present, defaults filled in.
struct Cell {
  std::string id;  ///< "<what the grid varied>-<8 hex digits of SHA-256 of what differs from defaults>"
  std::vector<std::pair<std::string, Value>> varied;  ///< axis path → value, in the grid's order
  std::vector<std::string> ignored;                   ///< inherited values dropped because they do not apply here
  Table spec;
  std::string spec_sha256;  ///< of what a result hangs on: its first 8 digits end the id
  std::string failure;      ///< the cell's component cannot be loaded: it fails on its own
  Exit outside = Exit::ok;  ///< of `failure` (KnownComponent::outside): then the cell is left as it is
};

/// "kl-s0-1a2b3c4d": a label for each varied value, safe in a file name, then the first 8 hex digits of the SHA-256 of
/// `canonical`; "base-…" where nothing varied.
std::string cell_id(const std::vector<std::pair<std::string, Value>>& varied, const std::string& canonical);

}  // namespace ganzoo::experiment
