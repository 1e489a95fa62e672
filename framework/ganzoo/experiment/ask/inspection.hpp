/// What components are, asked of a process that loads them.
#pragma once

#include <ganzoo/experiment/spec/catalogue.hpp>
#include <string>
#include <utility>
#include <vector>

namespace ganzoo::experiment {

/// What is said of a child that somebody has killed.
inline constexpr const char* killed_from_outside =
    "SIGKILL comes from outside (is there too little memory?): the same command tries again";

/// Loads these components in a child. One that dies or takes over 10 s is restarted behind the culprit, which gets its
/// failure ("killed by signal 11 (Segmentation fault) while it was loaded"). Never throws for a component's sake.
Catalogue inspect(const std::vector<std::pair<Kind, std::string>>& components,
                  const std::vector<std::string>& plugin_paths);

}  // namespace ganzoo::experiment
