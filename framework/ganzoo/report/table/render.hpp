/// A comparison as text: for a terminal, a paper, a page or a script.
#pragma once

#include <ganzoo/report/comparison/comparison.hpp>
#include <string>

namespace ganzoo::report {

/// format: table | csv | json | markdown | latex, and html for `ganzoo report`; throws ganzoo::Error (usage) for another.
/// A table wider than `width` characters is broken into several, each with the groups' keys; 0: never.
std::string render(const Comparison& comparison, const std::string& format, int width = 0);

/// One object, schema "ganzoo.compare", version 2: everything, with 17 digits; infinities are "inf" and "-inf", undefined
/// is null.
std::string comparison_json(const Comparison& comparison);
std::string comparison_csv(const Comparison& comparison);
/// A whole table, with a caption that says what was done.
std::string comparison_latex(const Comparison& comparison);

}  // namespace ganzoo::report
