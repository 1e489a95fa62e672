/// `ganzoo report`: runs as one page that needs no other file: comparison, curves, samples, specs, provenance.
#pragma once

#include <filesystem>
#include <ganzoo/core/api.hpp>
#include <string>
#include <vector>

namespace ganzoo::report {

struct Page {
  std::string html;
  std::int64_t runs = 0;
  std::vector<std::string> notices;  ///< one line each, for stderr
};

/// One section for each experiment's title. Throws ganzoo::Error: environment for a path that is not there, usage where
/// there is no run, corrupt for a broken file.
GANZOO_API Page make_page(const std::vector<std::filesystem::path>& paths);

}  // namespace ganzoo::report
