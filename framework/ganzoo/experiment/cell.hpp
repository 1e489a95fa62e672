/// A cell's name: what the grid varied, readable, then what the run hashes to.
#pragma once

#include <ganzoo/core/api.hpp>
#include <ganzoo/experiment/grid.hpp>
#include <string>
#include <vector>

namespace ganzoo::experiment {

/// "kl-s0-1a2b3c4d": a label for each varied value, safe in a file name, then the first 8 hex digits of the SHA-256 of
/// `canonical`; "base-…" where nothing varied.
GANZOO_API std::string cell_id(const std::vector<std::pair<std::string, Value>>& varied, const std::string& canonical);

}  // namespace ganzoo::experiment
