/// What a comparison can be asked for: of the options alone, and of the runs that they meet. Each throws ganzoo::Error
/// (usage) with what to ask instead.
#pragma once

#include <ganzoo/report/comparison/comparison.hpp>
#include <ganzoo/report/runs/frame.hpp>

namespace ganzoo::report {

void require_sound(const CompareOptions& options);
/// What is chosen among steps, or among settings, is chosen among runs of one length.
void require_uncut(const Frame& frame, const CompareOptions& options);
/// --tune needs a first metric with a direction, and with --at best one that was measured on samples set aside.
void require_tunable(const Frame& frame, const CompareOptions& options);

}  // namespace ganzoo::report
