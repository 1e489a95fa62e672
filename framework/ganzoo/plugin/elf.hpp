/// Is a file a whole shared library of this machine? Asked before dlopen: a truncated one kills the process (SIGBUS).
#pragma once

#include <filesystem>
#include <string>

namespace ganzoo::detail {

/// "" where it is; otherwise the reason: "is not a shared library", "is truncated: …". Throws ganzoo::Error (environment)
/// where it cannot be read.
std::string why_not_loadable(const std::filesystem::path& file);

}  // namespace ganzoo::detail
