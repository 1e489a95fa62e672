/// Arrays as files that other programs read and write: NumPy's .npy (format 1.0 to 3.0) and .csv.
#pragma once

#include <filesystem>
#include <ganzoo/core/api.hpp>
#include <ganzoo/log/run_file.hpp>

namespace ganzoo::report {

/// Little-endian float32 in C order. Throws ganzoo::Error (environment), leaving no file, where it cannot be written.
GANZOO_API void write_npy(const std::filesystem::path& file, const log::Array& array);

/// One row a line, 9 digits, no header; further dimensions are laid out along the row. Throws like write_npy.
GANZOO_API void write_csv(const std::filesystem::path& file, const log::Array& array);

/// Any float, integer or bool array, also big-endian or in Fortran order. Throws ganzoo::Error: environment where the
/// file cannot be read, corrupt where it is no whole .npy file; the size is checked before memory is taken.
GANZOO_API log::Array read_npy(const std::filesystem::path& file);

/// [rows, columns] of numbers, apart by commas; one line of names may stand first. Throws ganzoo::Error (corrupt) with
/// line and column of what is no number.
GANZOO_API log::Array read_csv(const std::filesystem::path& file);

/// By its name: FILE.npy, FILE.csv, or FILE.h5:/path of a dataset. Throws ganzoo::Error (usage) for any other.
GANZOO_API log::Array read_array(const std::string& name);

}  // namespace ganzoo::report
