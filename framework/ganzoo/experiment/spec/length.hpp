/// How long a run is, by `steps` or `epochs`, and what follows from it.
#pragma once

#include <cstdint>
#include <ganzoo/core/value.hpp>
#include <string>

namespace ganzoo::experiment {

/// `steps` and `epochs` exclude each other: giving one takes the other away.
void drop_other_length(Table& experiment, const std::string& given);

bool is_other_length(const std::string& given, const std::string& other);

/// metrics.every where it is not given: a twentieth of the run, at least 1.
std::int64_t default_every(std::int64_t steps);
/// The same of an experiment; 0 (a twentieth, once it is known) for epochs.
std::int64_t default_every(const Table& experiment);

}  // namespace ganzoo::experiment
