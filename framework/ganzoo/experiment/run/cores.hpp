/// How many cells are trained at once.
#pragma once

#include <cstdint>
#include <ganzoo/core/value.hpp>

namespace ganzoo::experiment {

/// train.threads of a resolved spec.
std::int64_t threads_of(const Table& spec);

/// `asked_for`, or where that is 0 as many as there are cores (SLURM_CPUS_PER_TASK where that is less) for cells of so many
/// threads; at least one.
int cells_at_once(int asked_for, std::int64_t threads);

}  // namespace ganzoo::experiment
