/// Tables of an experiment file as assignments to paths.
#pragma once

#include <array>
#include <ganzoo/config/path.hpp>
#include <ganzoo/core/error.hpp>
#include <vector>

namespace ganzoo::experiment {

/// What a sampled axis may draw from: { log_uniform = [1e-5, 1e-2] }.
inline constexpr std::array distribution_names{"uniform", "log_uniform", "normal", "int_uniform", "choice"};

/// True for { log_uniform = [1e-5, 1e-2] } and the like: one key, the name of a distribution.
bool is_distribution(const Table& table);

/// Nested tables and dotted keys as paths: { scheduler = { critic_steps = 5 } } → scheduler.critic_steps = 5. A table
/// that is a value (a named component, a ramp, a distribution) stays whole.
std::vector<config::Assignment> flatten(const Table& table, const config::Path& prefix,
                                        std::vector<Complaint>& complaints);

/// True for a table that is no value of its own but leads to keys: a section, or a component without a name.
bool leads_further(const config::Path& path, const Table& table);

}  // namespace ganzoo::experiment
