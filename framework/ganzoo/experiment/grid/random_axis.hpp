/// [[grid.random]]: points drawn from distributions, reproducible from the experiment's seed.
#pragma once

#include <ganzoo/experiment/grid/grid.hpp>

namespace ganzoo::experiment {

/// `block` is the number of the [[grid.random]] block. Numbers are rounded to 6 significant digits, so that cell ids do
/// not hang on the last bits of a platform's exp and log.
Axis random_axis(const Value& block_value, std::uint64_t seed, std::uint64_t block, std::vector<Complaint>& complaints);

}  // namespace ganzoo::experiment
