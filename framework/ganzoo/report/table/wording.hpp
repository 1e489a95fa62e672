/// How the numbers of a comparison are worded in a cell.
#pragma once

#include <ganzoo/report/comparison/comparison.hpp>
#include <string>

namespace ganzoo::report {

/// `digits` significant ones, whole where that is all digits before the point: 7.14, 0.0262, 918, 1.2e+09.
std::string short_text(double value, int digits);
/// "[2.3, 8]", "" without one.
std::string range_text(double low, double high);
/// "95 %", "93.75 %".
std::string level_text(double level);
/// "0.25 (1)": p and Holm's correction of it.
std::string p_text(double p, double p_holm);
/// "8", "0.061≈", "not defined".
std::string center_text(const Summary& value);
/// "modes.covered ↑ of 8 (nats)"
std::string heading(const Comparison& comparison, std::size_t measure);
/// "3 seeds · against minimax, paired by seed, exact sign-flip, Holm over 5": what a table says above.
std::string summary_line(const Comparison& comparison);
/// "incomplete: seed 3; 2 diverged": what a row has to say, "" where nothing.
std::string status_text(const Group& group);
/// Does a group differ from the baseline (without one, from the first group) in more than the keys shown?
bool goes_along(const Comparison& comparison, const Group& group);
/// "† kl differs in regularizer too": below a table.
std::vector<std::string> footnotes(const Comparison& comparison);
/// Has any group one?
bool has_differences(const Comparison& comparison);
/// The level that all intervals of a measure share; NaN where they do not.
double shared_level(const Comparison& comparison, std::size_t measure);
double shared_difference_level(const Comparison& comparison, std::size_t measure);

}  // namespace ganzoo::report
