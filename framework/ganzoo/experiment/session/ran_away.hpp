/// A run that is finished but has run away: its numbers stayed finite and mean nothing any more.
#pragma once

#include <cstdint>
#include <ganzoo/log/run_file.hpp>
#include <optional>

namespace ganzoo::experiment {

/// Objectives and gradient norms beyond this are no game any more.
inline constexpr double runaway_bound = 1e6;

/// The step of the first row of /train from which on, to the last row, an objective or a gradient norm of a player is
/// beyond runaway_bound in magnitude; none where the last row is within it.
std::optional<std::int64_t> ran_away_at(const log::Table& train);

}  // namespace ganzoo::experiment
