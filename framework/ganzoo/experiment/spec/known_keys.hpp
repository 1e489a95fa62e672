/// Which keys a table of an experiment can have.
#pragma once

#include <ganzoo/core/value.hpp>
#include <ganzoo/experiment/spec/complaints.hpp>
#include <ganzoo/experiment/spec/schema.hpp>
#include <string>
#include <vector>

namespace ganzoo::experiment {

std::vector<std::string> root_keys();
/// Complains of each key that is none of `keys`, with the nearest, or with where such a key stands. `path`:
/// "" or "optimizer.".
void check_keys(const Table& table, const std::string& path, const std::vector<std::string>& keys,
                std::vector<Complaint>& complaints);
/// What of a section's table has a key that it knows; complains of the rest.
Table known_in(const Section& section, const Table& given, std::vector<Complaint>& complaints);

}  // namespace ganzoo::experiment
