/// Which keys a table of an experiment can have.
#pragma once

#include <ganzoo/core/value.hpp>
#include <ganzoo/experiment/spec/complaints.hpp>
#include <string>
#include <vector>

namespace ganzoo::experiment {

std::vector<std::string> root_keys();
/// Complains of each key that is none of `keys`, with the nearest, or, at the root, with where such a key stands. `path`:
/// "" or "optimizer.".
void check_keys(const Table& table, const std::string& path, const std::vector<std::string>& keys,
                std::vector<Complaint>& complaints);

}  // namespace ganzoo::experiment
