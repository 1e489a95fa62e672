/// Files of samples, whatever their form: .npy, .csv and datasets of HDF5 files.
#pragma once

#include <ganzoo/log/run_file.hpp>
#include <string>
#include <utility>

namespace ganzoo::io {

/// By its name: FILE.npy, FILE.csv, or FILE.h5:/path of a dataset. Throws ganzoo::Error (usage) for any other.
log::Numbers read_array(const std::string& name);

/// "a.h5:/points" → the file and the dataset's path in it, which is empty for all other names.
std::pair<std::string, std::string> split_dataset(const std::string& name);

}  // namespace ganzoo::io
