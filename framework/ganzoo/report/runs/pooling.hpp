/// What may be averaged: runs of the same data, measured in the same way.
#pragma once

#include <ganzoo/report/runs/runs.hpp>
#include <vector>

namespace ganzoo::report {

/// Throws ganzoo::Error (usage), naming both runs and what differs, where the data or the parameters of a metric of two
/// runs of one group differ.
void require_poolable(const std::vector<const Run*>& group);

/// What differs between the data or the metrics of two runs, "" where nothing does.
std::string measured_differently(const Run& a, const Run& b);

}  // namespace ganzoo::report
