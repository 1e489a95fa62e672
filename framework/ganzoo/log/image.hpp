/// A run as the bytes of an HDF5 file, made in memory: HDF5 never meets the disk, so that no failed write hides in it.
#pragma once

#include <ganzoo/log/hdf5_handle.hpp>
#include <ganzoo/log/run_file.hpp>
#include <string_view>

namespace ganzoo::log {

class Image {
 public:
  /// Every call to HDF5 is checked, what destructors close included; then each array is compared with the bytes that
  /// stand for it. Throws Hdf5Failure: for lack of memory, or for a name that is none in HDF5.
  explicit Image(const RunFile& run);

  /// Valid as long as this is.
  std::string_view bytes() const { return bytes_; }

 private:
  Handle file_;
  std::string_view bytes_;
};

}  // namespace ganzoo::log
