/// The samples of a page: what each run's generator drew over its training, small enough to be shown side by side.
#pragma once

#include <ganzoo/report/page/store.hpp>
#include <ganzoo/report/runs/runs.hpp>
#include <string>
#include <vector>

namespace ganzoo::report {

/// How many samples a page holds.
struct SampleBudget {
  bool every_seed = true;      ///< of all runs; else of the first of each group
  std::size_t snapshots = 20;  ///< over a run, the first and the last among them
  std::size_t points = 256;
  std::size_t images = 16;
};

struct Snapshots {
  Json directory;     ///< null where there is nothing to show
  std::string bytes;  ///< what it points into
};

/// Of runs of one experiment; `first_seeds`: the first run of each group. Points are bytes over a box that holds the
/// middle 99.5 % of the real ones, half as wide again (of the generated ones where no real ones are known); what lies
/// outside is counted. Numbers on the line are histograms of 64 bins over such a box. Images are bytes between the data's
/// ends, of 16 levels; after the first seed of a group the last snapshot alone.
Snapshots snapshots_of(const std::vector<Run>& runs, const std::vector<std::size_t>& first_seeds,
                       const SampleBudget& budget, std::vector<std::string>& notices);

}  // namespace ganzoo::report
