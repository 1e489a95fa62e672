/// Whether a run's players are told the classes of samples, before anything runs.
#pragma once

#include <ganzoo/ganzoo.hpp>

namespace ganzoo::metrics {

inline bool takes_labels(const Generator& generator, const Data& data) {
  return generator.build_for(data.shape(), data.classes())->classes() > 0;
}

/// Why a metric that asks the critic for the scores of samples alone cannot be had of such a run.
inline constexpr const char* needs_labels = "a conditional critic scores no sample without its label";

}  // namespace ganzoo::metrics
