/// A picture of an f-divergence: f, f*, the links g and the fused terms f*(g(v)).
#pragma once

#include <filesystem>
#include <ganzoo/divergence/f_math.hpp>
#include <string>

namespace ganzoo::report {

/// As PNG. Throws ganzoo::Error (environment), leaving no file.
void write_portrait(const std::filesystem::path& file, const std::string& title, const FDivergence& f);

}  // namespace ganzoo::report
