/// What the words of a command line ask for. The only source that knows the parser stands behind it.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace ganzoo::app {

/// The verb to run, its targets filled; nothing where --help or --version has been answered. Throws ganzoo::Error (usage)
/// with what is wrong, and the nearest word that there is.
std::function<int()> parse(const std::vector<std::string>& words);

}  // namespace ganzoo::app
