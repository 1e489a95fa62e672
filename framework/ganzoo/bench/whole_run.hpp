/// A whole run, as `ganzoo run` makes it: what share of its time passes outside of training steps.
#pragma once

#include <filesystem>
#include <ganzoo/bench/workload.hpp>
#include <ganzoo/core/profile.hpp>
#include <vector>

namespace ganzoo::bench {

struct WholeRun {
  double steps = 0;                    ///< seconds of training steps
  std::vector<profile::Part> besides;  ///< what else was done, each with its seconds
  double outside() const;              ///< the share of the time that passed there
};

/// One cell of the quickstart (experiments/quickstart.toml) in the plane: its game, its metrics, all that it logs.
Table quickstart(const Setting& setting, std::int64_t steps = 6000);

/// Trains it in this process, its run.h5 in `folder`; in a process of its own, where another profile would be in the way.
WholeRun train_whole(const Table& spec, const std::filesystem::path& folder);
WholeRun train_whole_apart(const Setting& setting);

}  // namespace ganzoo::bench
