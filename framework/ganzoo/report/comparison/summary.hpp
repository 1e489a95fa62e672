/// One measure of one group in a line: centre, interval, worst.
#pragma once

#include <ganzoo/report/comparison/comparison.hpp>
#include <ganzoo/report/comparison/readings.hpp>
#include <string>

namespace ganzoo::report {

/// `bounds` are the group's own. Throws ganzoo::Error (usage), naming `where`, where Student's interval was asked for and
/// leaves them, or has too few values.
Summary summary_of(const Readings& readings, const Measure& measure, const Bounds& bounds,
                   const CompareOptions& options, const std::string& where);

/// What a measure's intervals are called: gaffke | order statistics | student | none.
std::string rule_of(const Measure& measure, const CompareOptions& options);

}  // namespace ganzoo::report
