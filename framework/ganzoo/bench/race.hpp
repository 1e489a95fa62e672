/// A race: workloads take turns with one another and with the machine's own peak, round by round.
#pragma once

#include <ganzoo/bench/workload.hpp>
#include <string>
#include <vector>

namespace ganzoo::bench {

struct Race {
  std::vector<std::string> workloads;
  Setting setting;
  double seconds = 2;  ///< of one turn
  int repeats = 5;
  int workers = 1;  ///< processes that run each workload at once
};

/// Of the repeats.
struct Spread {
  double median = 0, minimum = 0, maximum = 0;
};

struct Result {
  Workload workload;
  Spread iterations;       ///< a second, all workers together
  Spread share;            ///< of the peak of the same round
  double peak_memory = 0;  ///< bytes of one worker
  double startup = 0;      ///< seconds to the end of the first step; the median of the workers
};

struct Results {
  Spread peak;  ///< FLOP/s of oneDNN's product of two 1024×1024 matrices on all threads and workers at once
  std::vector<Result> workloads;
};

Results run(const Race& race);

Spread spread(std::vector<double> values);

}  // namespace ganzoo::bench
