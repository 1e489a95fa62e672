/// What a page knows of an experiment besides its curves and samples: runs, keys, columns, and compare's own result.
#pragma once

#include <ganzoo/report/comparison/comparison.hpp>
#include <ganzoo/report/page/store.hpp>
#include <vector>

namespace ganzoo::report {

/// One experiment of a page, in the order of its groups.
struct Experiment {
  std::string title;
  Frame frame;
  Comparison comparison;
  std::vector<std::size_t> first_seeds;  ///< the first run of each group
};

/// Reads everything once: compare's result and the runs that it is about. Throws what compare throws.
Experiment experiment_of(const std::string& title, const std::vector<Run>& all, const CompareOptions& options);

/// Texts that few runs differ in: each once, and for each run which it is.
Json indexed(const std::vector<std::string>& texts);

Json meta_of(const Experiment& experiment, const CompareOptions& options);

/// The experiment's columns, put into the store: of each run its tables' lengths, axes and columns, in meta's order.
Json directory_of(const Experiment& experiment, Store& store, bool exact_metrics);

}  // namespace ganzoo::report
