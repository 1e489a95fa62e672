/// A run that is finished but has run away: its numbers stayed finite and mean nothing any more.
#pragma once

#include <array>
#include <cstdint>
#include <ganzoo/log/run_file.hpp>
#include <optional>

namespace ganzoo::log {

/// Objectives and gradient norms beyond this are no game any more.
inline constexpr double runaway_bound = 1e6;

/// The columns of /train that tell of it.
inline constexpr std::array watched_columns{"critic_objective", "generator_objective", "critic_gradient_norm",
                                            "generator_gradient_norm"};

/// The first row of /train from which on, to the last, an objective or a gradient norm of a player is beyond
/// runaway_bound in magnitude; none where the last row is within it.
std::optional<std::size_t> runaway_row(const Table& train);

/// The step of that row.
std::optional<std::int64_t> ran_away_at(const Table& train);

}  // namespace ganzoo::log
