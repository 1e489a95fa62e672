/// What the verbs that compare runs take alike: which runs, in which groups, what of them, against which.
#pragma once

#include <ganzoo/report/comparison/compare.hpp>

#include "command.hpp"

namespace ganzoo::app {

void declare_comparison(Command& verb, report::CompareOptions& options);

}  // namespace ganzoo::app
