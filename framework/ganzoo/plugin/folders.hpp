/// Where components are looked for. Not installed.
#pragma once

#include <filesystem>
#include <ganzoo/core/api.hpp>
#include <vector>

namespace ganzoo {

/// The folder beside libganzoo.so: the build's or the installation's own components, and its sdk.json.
GANZOO_API std::filesystem::path own_folder();
/// What GANZOO_PLUGIN_PATH names, in its order.
GANZOO_API std::vector<std::filesystem::path> environment_folders();
/// Where `ganzoo build` puts a component unless told otherwise: the first of GANZOO_PLUGIN_PATH, or `built` in the own.
GANZOO_API std::filesystem::path build_folder();

}  // namespace ganzoo
