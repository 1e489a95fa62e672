/// What components are, asked of a process that loads them.
#pragma once

#include <ganzoo/experiment/spec/catalogue.hpp>
#include <ganzoo/remote/channel.hpp>
#include <string>
#include <utility>
#include <vector>

namespace ganzoo::experiment {

/// What a run ends with for a failure that is not that of what was asked (KnownComponent::outside).
Exit outside(const remote::Failure&);

/// Loads these components in a child. One that dies or takes over 10 s is restarted behind the culprit, which gets its
/// failure ("killed by signal 11 (Segmentation fault) while it was loaded"). A file that cannot be read, a lack of memory
/// and somebody's SIGKILL are no component's fault (KnownComponent::outside). Never throws for a component's sake.
Catalogue inspect(const std::vector<std::pair<Kind, std::string>>& components,
                  const std::vector<std::string>& plugin_paths);

}  // namespace ganzoo::experiment
