/// NumPy's own files of one array, .npy of format 1.0 to 3.0.
#pragma once

#include <filesystem>
#include <ganzoo/log/run_file.hpp>
#include <string>

namespace ganzoo::io {

/// Little-endian float32 in C order. Throws ganzoo::Error (environment), leaving no file, where it cannot be written.
void write_npy(const std::filesystem::path& file, const log::Array& array);
/// Likewise float64.
void write_npy(const std::filesystem::path& file, const log::Numbers& numbers);

/// The same as the bytes of the file.
std::string npy_bytes(const log::Array& array);

/// Any array of floats (16, 32 or 64 bits), integers or bools, also big-endian, in Fortran order, or by Python 2. Throws
/// ganzoo::Error: environment where the file cannot be read, corrupt where it is no whole .npy file of numbers or holds
/// an integer that is no double; the size is checked before memory is taken.
log::Numbers read_npy(const std::filesystem::path& file);

}  // namespace ganzoo::io
