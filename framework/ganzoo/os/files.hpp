/// Whole files in and out, with errors in the one shape.
#pragma once

#include <filesystem>
#include <ganzoo/core/api.hpp>
#include <string>
#include <string_view>

namespace ganzoo::report {

/// The file's bytes. Throws ganzoo::Error (environment).
std::string read_whole(const std::filesystem::path& file);

/// Writes beside it and renames into place. Throws ganzoo::Error (environment), leaving what was there.
GANZOO_API void write_whole(const std::filesystem::path& file, std::string_view bytes);

}  // namespace ganzoo::report
