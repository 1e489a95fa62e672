/// libhdf5 can be killed by a damaged file. What no checksum vouches for is tried in a child process first.
#pragma once

#include <filesystem>
#include <functional>

namespace ganzoo::log {

/// Runs `act` in a child; what it throws there is of no account. Throws ganzoo::Error (corrupt), naming the file, where
/// the child is killed by a signal or takes minutes of computing.
void survive(const std::filesystem::path& file, const std::function<void()>& act);

}  // namespace ganzoo::log
