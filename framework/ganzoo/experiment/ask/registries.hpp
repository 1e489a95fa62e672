/// The child's registries: one for each choice of folders, as long as the process lives.
#pragma once

#include <ganzoo/plugin/registry.hpp>
#include <string>
#include <vector>

namespace ganzoo::experiment {

/// With the folders of plugins.paths. Only in a process that may end with what it loads (remote::Role::hosts).
Registry& registry_with(const std::vector<std::string>& plugin_paths);

}  // namespace ganzoo::experiment
