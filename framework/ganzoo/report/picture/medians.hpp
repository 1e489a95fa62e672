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

/// A column of /train, or of /metrics, over its steps; empty where the run has none.
Trace trace_of(const log::Table& table, const std::string& column);

/// A group's line with what lies around it.
struct Ribbon {
  std::vector<double> x, y, low, high;
};

enum class Center : std::uint8_t { mean, median };
enum class Band : std::uint8_t { none, range, interval, deviation };

/// As median_of; `bounds` are of the interval.
Ribbon ribbon_of(const std::vector<Trace>& traces, Center center, Band band, const Bounds& bounds);

/// The median at each place at which all traces have a value: none is left out because it ended.
Trace median_of(const std::vector<Trace>& traces);

}  // namespace ganzoo::report
