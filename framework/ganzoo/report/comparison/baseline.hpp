/// Which group the others are compared with.
#pragma once

#include <cstddef>
#include <ganzoo/report/runs/cohort.hpp>
#include <string>
#include <utility>
#include <vector>

namespace ganzoo::report {

/// The column in which the baseline's value stands, and the value as it stands there: 1e-4 finds 0.0001. Throws
/// ganzoo::Error (usage) with the nearest value where it stands nowhere.
std::pair<std::size_t, std::string> find_baseline(const std::vector<Cohort>& cohorts, const Keys& keys,
                                                  const std::string& baseline);
/// The cohort to compare with: the baseline's one, or of several the one equal in all other keys; none: cohorts.size().
std::size_t baseline_of(const std::vector<Cohort>& cohorts, const Cohort& cohort, std::size_t column,
                        const std::string& baseline);

}  // namespace ganzoo::report
