/// What a page shows where no script runs: the same numbers as text, the metrics and the last samples as small pictures.
#pragma once

#include <ganzoo/report/page/meta.hpp>
#include <string>

namespace ganzoo::report {

/// "18 runs · 17 finished · 1 diverged · 6 groups by divergence · 3 seeds each"
std::string standing(const Experiment& experiment);
/// compare's table.
std::string comparison_html(const Experiment& experiment);
/// A row for each run: what varies, how it ended, where it was made.
std::string runs_html(const Experiment& experiment);
/// The metrics over the steps as SVG, some 200 points a line: the median of each group, or its run where there is one.
std::string curves_html(const Experiment& experiment);
/// The last snapshot of each group's first run: points as SVG, images as PNG.
std::string samples_html(const Experiment& experiment, std::vector<std::string>& notices);

}  // namespace ganzoo::report
