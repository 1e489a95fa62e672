/// A temporary folder that lives as long as what is measured.
#pragma once

#include <filesystem>

namespace ganzoo::bench {

struct Folder {
  std::filesystem::path path;

  Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder();
};

}  // namespace ganzoo::bench
