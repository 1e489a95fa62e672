/// Complaints as a user can use them: each once, in file order, short enough to read.
#pragma once

#include <ganzoo/core/error.hpp>
#include <ganzoo/core/value.hpp>
#include <string>
#include <vector>

namespace ganzoo::experiment {

inline constexpr std::size_t most_complaints = 20;

/// Adds it unless the same message is there.
void add_new(std::vector<Complaint>& complaints, Complaint complaint);

/// Adds the complaint `place: message`.
void complain(std::vector<Complaint>& complaints, const Place& place, const std::string& message,
              std::string hint = {});

/// Sorted by line and column (those without stand first), at most 20; a last one says how many were left out. Control
/// characters and very long values are cut.
std::vector<Complaint> in_file_order(std::vector<Complaint> complaints);

}  // namespace ganzoo::experiment
