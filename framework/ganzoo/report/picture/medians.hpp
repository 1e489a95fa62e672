/// Runs as lines, and the line of a group: its median where all of its runs have a value.
#pragma once

#include <ganzoo/report/runs/frame.hpp>
#include <optional>
#include <vector>

namespace ganzoo::report {

struct Trace {
  std::vector<double> x, y;
  std::optional<double> after{};  ///< what the run counts with behind its last value
};

/// A measure of a run over its steps. A run that diverged counts with the worst value from then on.
Trace trace_of(const Frame& frame, std::size_t run, std::size_t measure);

/// The median at each place at which all traces have a value: none is left out because it ended.
Trace median_of(const std::vector<Trace>& traces);

}  // namespace ganzoo::report
