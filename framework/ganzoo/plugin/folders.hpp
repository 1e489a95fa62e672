/// Where components are looked for. Not installed.
#pragma once

#include <filesystem>
#include <vector>

namespace ganzoo {

/// The folder beside libganzoo.so: the build's or the installation's own components, and its sdk.json.
std::filesystem::path own_folder();
/// What GANZOO_PLUGIN_PATH names, in its order.
std::vector<std::filesystem::path> environment_folders();
/// Where `ganzoo build` puts a component unless told otherwise: the first of GANZOO_PLUGIN_PATH, or `built` in the own.
std::filesystem::path build_folder();

}  // namespace ganzoo
