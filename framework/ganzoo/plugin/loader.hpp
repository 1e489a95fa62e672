/// Loads one module and shakes hands with it. The only source that includes Boost.DLL stands beside this.
#pragma once

#include <ganzoo/plugin/component.hpp>

#include <filesystem>

namespace ganzoo::detail {

/// The module's own info, with its name (the file's stem) and file filled in. Never unloaded: every object's code
/// outlives it. Throws ganzoo::Error (usage) naming the file, the reason and what to do.
ComponentInfo load_module(const std::filesystem::path& file);

}  // namespace ganzoo::detail
