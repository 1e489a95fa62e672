/// Files of pictures, opened for a decoder.
#pragma once

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <ganzoo/ganzoo.hpp>
#include <memory>
#include <string>

namespace ganzoo::data {

using OpenedFile = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

/// Only what is a file: to open a pipe would be to wait for its writer. Throws ganzoo::Error: corrupt where it is none
/// of what `wanted` names, environment where it cannot be opened.
inline OpenedFile open_picture(const std::string& path, const std::string& wanted) {
  std::error_code unknown;
  const auto status = std::filesystem::status(path, unknown);
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
    throw Error(Exit::corrupt,
                fmt::format("{}: is {}, but must be {}", path,
                            std::filesystem::is_directory(status) ? "a folder" : "no regular file", wanted));
  OpenedFile file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (!file) throw Error(Exit::environment, fmt::format("{}: cannot be read: {}", path, std::strerror(errno)));
  return file;
}

}  // namespace ganzoo::data
