/// Which runs belong together: by the keys asked for, or by all that varies between them but the seed.
#pragma once

#include <ganzoo/report/runs/runs.hpp>
#include <string>
#include <vector>

namespace ganzoo::report {

/// How runs are told apart.
struct Keys {
  std::vector<std::string> shown;   ///< the columns
  std::vector<std::string> hidden;  ///< vary too, but only with the shown ones (what a [[grid.set]] changed)
};

/// The keys asked for, checked; or where none are, what varies but the seed and what lies below `inner`: a component
/// whose name varies, or a list of components, is one key.
Keys keys_of(const std::vector<Run>& runs, const std::vector<std::string>& by, const std::vector<std::string>& inner,
             std::vector<std::string>& notices);

/// For each run, the values of a key as columns show them: a text bare, a component by its name and those parameters
/// in which components of that name differ here ("alpha(alpha=0.3)").
std::vector<std::string> labels_of(const std::vector<Run>& runs, const std::string& key);

}  // namespace ganzoo::report
