/// What is shown of a run in a line is made one, and not a page long.
#pragma once

#include <ganzoo/log/run_file.hpp>

namespace ganzoo::log {

/// Title, cell, reason and provenance.
void make_lines_of_head(RunFile& run);
/// What stands beside the numbers: of columns and components.
void make_lines_of_columns(RunFile& run);

}  // namespace ganzoo::log
