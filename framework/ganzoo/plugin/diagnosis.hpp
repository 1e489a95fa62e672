/// What a compiler's complaints about a component's source come to, where it is one thing.
#pragma once

#include <filesystem>
#include <ganzoo/core/error.hpp>
#include <string>
#include <vector>

namespace ganzoo {

/// A line for each call of the standard library's mathematics on a number of ganzoo's, which the compiler spreads over
/// pages: "mine.cpp:14:31: std::tanh takes no number of ganzoo's: write tanh". Empty where there is none.
std::vector<Complaint> calls_of_std(const std::filesystem::path& source, const std::string& compiler_said);

}  // namespace ganzoo
