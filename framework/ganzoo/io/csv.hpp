/// Tables of numbers as text, .csv.
#pragma once

#include <filesystem>
#include <ganzoo/io/columns.hpp>
#include <ganzoo/log/run_file.hpp>
#include <string>
#include <vector>

namespace ganzoo::io {

/// One row a line, 9 digits, no header; further dimensions are laid out along the row. Throws ganzoo::Error
/// (environment), leaving no file, where it cannot be written.
void write_csv(const std::filesystem::path& file, const log::Array& array);

/// [rows, columns] of numbers, apart by commas, with or without quotes; UTF-8 with or without its mark; any line ends.
/// A first row of which no field is a number, nor looks like one (begins like one, or says that it is missing), is the
/// names of the columns. Empty lines may stand at the end. All else throws ganzoo::Error (corrupt) with line and column.
log::Numbers read_csv(const std::filesystem::path& file);

/// The chosen columns alone, every number of them finite; what the others hold is not looked at. Throws likewise, and as
/// places_of does.
log::Numbers read_csv(const std::filesystem::path& file, const Columns& columns);

/// The fields of one chosen column as they stand, without their quotes; none may be empty.
std::vector<std::string> read_csv_words(const std::filesystem::path& file, const Columns& column);

}  // namespace ganzoo::io
