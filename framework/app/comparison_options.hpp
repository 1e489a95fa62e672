/// What the verbs that compare runs take alike: which runs, in which groups, what of them, against which.
#pragma once

#include <ganzoo/report/comparison/compare.hpp>

#include "command.hpp"

namespace ganzoo::app {

void declare_comparison(Command& verb, report::CompareOptions& options);
/// What may vary inside a group: --over, --tune, --select-seeds.
void declare_inner_keys(Command& verb, report::CompareOptions& options);
void declare_axis(Command& verb, report::CompareOptions& options);

}  // namespace ganzoo::app
