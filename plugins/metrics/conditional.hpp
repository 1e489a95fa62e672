/// Whether a run's players are told the classes of samples, before anything runs.
#pragma once

#include <ganzoo/ganzoo.hpp>
#include <string>

namespace ganzoo::metrics {

inline bool takes_labels(const Generator& generator, const Data& data) {
  return generator.build_for(data.shape(), data.classes())->classes() > 0;
}

/// Throws unless both sides have labels, as parameter `classes` of a metric asks.
inline void require_labels(const std::string& metric, const Data& data, const Generator& generator) {
  if (data.classes() < 2 || !takes_labels(generator, data))
    throw Error(Exit::usage, "metric " + metric +
                                 ": classes is true, but must be false: the data has no labels, or the generator takes "
                                 "none");
}

/// Why a metric that asks the critic for the scores of samples alone cannot be had of such a run.
inline constexpr const char* needs_labels = "a conditional critic scores no sample without its label";

}  // namespace ganzoo::metrics
