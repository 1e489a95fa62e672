/// Real samples against real samples: what a perfect generator would come to, and which values stand above it.
#pragma once

#include <ganzoo/report/comparison/comparison.hpp>
#include <ganzoo/report/runs/frame.hpp>
#include <optional>

namespace ganzoo::report {

/// Of a measure's draws, one run of each seed: runs of one seed were measured against the same. Nothing where the runs were
/// measured differently, or there are no draws.
std::optional<MeasureFloor> floor_in(const Frame& frame, std::size_t measure);
/// Marks every value by its measure's floor, with a notice for one better than any draw.
void mark_by_floors(Comparison& comparison);

}  // namespace ganzoo::report
