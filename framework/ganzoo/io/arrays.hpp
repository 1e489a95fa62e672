/// Files of samples, whatever their form: .npy, .csv and datasets of HDF5 files.
#pragma once

#include <ganzoo/core/api.hpp>
#include <ganzoo/log/run_file.hpp>
#include <string>

namespace ganzoo::io {

/// By its name: FILE.npy, FILE.csv, or FILE.h5:/path of a dataset. Throws ganzoo::Error (usage) for any other.
GANZOO_API log::Numbers read_array(const std::string& name);

}  // namespace ganzoo::io
