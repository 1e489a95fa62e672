/// `ganzoo report`: runs as one page that needs no other file: comparison, curves, samples, specs, provenance.
#pragma once

#include <ganzoo/core/api.hpp>
#include <ganzoo/report/comparison/comparison.hpp>
#include <string>
#include <vector>

namespace ganzoo::report {

struct Page {
  std::string html;
  std::int64_t runs = 0;
  std::vector<std::string> notices;  ///< one line each, for stderr
};

/// One section for each experiment's title, compared as `compare` would with these options; by, where and metrics choose
/// what the curves and samples show as well. Throws ganzoo::Error: environment for a path that is not there, usage where
/// there is no run and for what compare refuses, corrupt for a broken file.
GANZOO_API Page make_page(const CompareOptions& options);

}  // namespace ganzoo::report
