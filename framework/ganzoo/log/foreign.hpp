/// Run files as the process reads them that parses other people's HDF5.
#pragma once

#include <ganzoo/log/run_file.hpp>

namespace ganzoo::log {

/// As read() does, of the HDF5 data whatever stands behind them.
RunFile read_hdf5(const std::filesystem::path& file, Part part);

}  // namespace ganzoo::log
