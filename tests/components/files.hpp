/// Files that data components read, made to their formats.
#pragma once

#include <png.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "components/make.hpp"
#include "support/files.hpp"
#include "support/temporary.hpp"

namespace files {

namespace fs = std::filesystem;
using Bytes = std::string;

inline Bytes big_endian(std::uint32_t v) {
  return {static_cast<char>(v >> 24), static_cast<char>(v >> 16), static_cast<char>(v >> 8), static_cast<char>(v)};
}

/// An 8-bit PNG file of one of libpng's simple formats; `pixels` as that format lays them out.
inline void write_png(const fs::path& file, std::uint32_t width, std::uint32_t height, std::uint32_t format,
                      const std::vector<std::uint8_t>& pixels) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = width;
  image.height = height;
  image.format = format;
  if (png_image_write_to_file(&image, file.c_str(), 0, pixels.data(), 0, nullptr) == 0)
    throw std::runtime_error(image.message);
}

inline std::vector<float> fetch(const ganzoo::Data& data, ganzoo::Split split, std::vector<std::int64_t> indices) {
  ganzoo::OwnedMatrix batch(static_cast<std::int64_t>(indices.size()), data.shape().size());
  data.fetch(split, indices, batch);
  return {batch.view().data, batch.view().data + batch.view().size()};
}

}  // namespace files
