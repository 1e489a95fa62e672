/// A kernel lock on a folder: gone with its process, so none ever needs clearing.
#pragma once

#include <chrono>
#include <filesystem>
#include <ganzoo/core/api.hpp>
#include <ganzoo/experiment/process.hpp>
#include <string>

namespace ganzoo::experiment {

class GANZOO_API FolderLock {
 public:
  /// flock on `folder`/.lock, close-on-exec; tries for `patience`. Throws ganzoo::Error: locked, saying who holds it;
  /// environment where the folder cannot be written.
  FolderLock(const std::filesystem::path& folder, std::chrono::milliseconds patience);

 private:
  Descriptor file_;
};

}  // namespace ganzoo::experiment
