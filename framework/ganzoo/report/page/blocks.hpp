/// The page's numbers as blocks of text: curves and samples, thinned until they fit.
#pragma once

#include <ganzoo/report/page/meta.hpp>
#include <string>
#include <vector>

namespace ganzoo::report {

constexpr std::size_t many_runs = 200;  ///< from which on a page is one of many

/// JSON as text that may stand in a script element: nothing in it can close that.
std::string script_text(const Json& json);

/// The truest block of curves of at most `most` characters, and what was done to it.
struct CurvesBlock {
  std::string block, done;
  bool exact_metrics = true;
};
CurvesBlock fitting_curves(const std::vector<Experiment>& experiments, std::size_t most);

/// The same of samples; `done` says what was done to them.
std::string fitting_samples(const std::vector<Experiment>& experiments, std::size_t most, std::string& done,
                            std::vector<std::string>& notices);

}  // namespace ganzoo::report
