/// The cells of an experiment, each tried before anything is written.
#pragma once

#include <ganzoo/experiment/grid/expand.hpp>
#include <ganzoo/experiment/run/preparation.hpp>
#include <ganzoo/experiment/run/supervisor.hpp>
#include <string>
#include <vector>

namespace ganzoo::experiment {

/// Cells, and their data's SHA-256, one each.
struct RehearsedCells {
  Expansion expansion;
  std::vector<std::string> data;
};

/// Their data's SHA-256. Where there is a [search], they are asked also whether they measure what it judges by. Throws
/// ganzoo::Error with every fault.
std::vector<std::string> rehearse_all(Preparation& all);

/// The whole grid once more, with the seeds that are to confirm winners in place of its own.
RehearsedCells confirming(const RunOptions& options, const Search& search);

}  // namespace ganzoo::experiment
