/// A kernel lock on a folder: gone with its process, so none ever needs clearing.
#pragma once

#include <chrono>
#include <filesystem>
#include <ganzoo/os/process.hpp>
#include <string>
#include <vector>

namespace ganzoo::os {

/// Which lock of a folder, and how it is held.
struct Holding {
  std::string file = ".lock";
  bool shared = false;  ///< beside others who share it
  std::string who{};    ///< what one who finds it locked is told; empty: this process
};

class FolderLock {
 public:
  /// flock on a file in `folder`, close-on-exec; tries for `patience`. Throws ganzoo::Error: locked, saying who holds
  /// it; environment where the folder cannot be written.
  FolderLock(const std::filesystem::path& folder, std::chrono::milliseconds patience, const Holding& how = {});

 private:
  Descriptor file_;
};

/// The names of the folder's locks that somebody holds alone, this process included; each is held for a moment to see.
std::vector<std::string> held_locks(const std::filesystem::path& folder);

}  // namespace ganzoo::os
