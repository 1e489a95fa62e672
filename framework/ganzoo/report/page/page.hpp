/// `ganzoo report`: runs as one interactive page that needs no other file and no server.
#pragma once

#include <ganzoo/report/comparison/comparison.hpp>
#include <string>
#include <vector>

namespace ganzoo::report {

struct PageOptions {
  CompareOptions compared;
  std::int64_t size =
      0;  ///< bytes of the page at most, as far as thinning goes; 0: 2 000 000, or from 200 runs on twice that; -1: everything
  std::size_t most_whole =
      2000;               ///< of more runs a page holds what comparisons and the bands of groups need, and no more
  std::int64_t live = 0;  ///< seconds after which the page loads itself again; 0: never
  std::string command;    ///< that made it
};

struct Page {
  std::string html;
  std::int64_t runs = 0;
  std::vector<std::string> notices;  ///< one line each, for stderr
};

/// One experiment for each title, compared as `compare` would with these options; by, where and metrics choose what the
/// curves and samples show as well. What was left out for the page's size stands in it. Throws ganzoo::Error: environment
/// for a path that is not there, usage where there is no run and for what compare refuses, corrupt for a broken file.
Page make_page(const PageOptions& options);

}  // namespace ganzoo::report
