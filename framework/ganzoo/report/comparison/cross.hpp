/// Trained with × measured by: what generators of finished runs are worth under other divergences than their own.
#pragma once

#include <ganzoo/report/comparison/comparison.hpp>
#include <ganzoo/report/runs/frame.hpp>
#include <string>
#include <vector>

namespace ganzoo::report {

/// A frame whose measures are these divergences, each of a run's data and its generator as it is at the end: exact where
/// both densities are known on the line, elsewhere the bound that cross-fitted critics prove on samples that they have not seen. Runs
/// and components are read in a process of their own. Throws ganzoo::Error (usage) for what is no f-divergence.
Frame cross_frame(std::vector<Run> runs, const std::vector<std::string>& divergences,
                  std::vector<std::string>& notices);

/// `compare` of those numbers. Throws ganzoo::Error (usage), too, for options that choose among /metrics or steps.
Comparison compare_cross(const CompareOptions& options, const std::vector<std::string>& divergences);
Comparison compare_cross(const std::vector<Run>& all, const CompareOptions& options,
                         const std::vector<std::string>& divergences);

}  // namespace ganzoo::report
