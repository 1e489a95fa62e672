/// What stands beside a path that leads nowhere: most are mistyped.
#pragma once

#include <filesystem>
#include <string>

namespace ganzoo {

/// "did you mean runs/first?", of the nearest name in the path's folder; empty where none is near, or it cannot be read.
std::string hint_beside(const std::filesystem::path& missing);

}  // namespace ganzoo
