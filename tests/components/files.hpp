/// Files that data components read, made to their formats.
#pragma once

#include <png.h>
#include <zlib.h>

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

/// A PNG file of any form, byte by byte.
struct RawPng {
  std::uint32_t width, height;
  int depth, colour;
  std::vector<Bytes> rows;  ///< scanlines without filter bytes; of an interlaced one those of each pass
  Bytes before{};           ///< chunks between IHDR and IDAT
  int interlace = 0;

  static Bytes chunk(const Bytes& kind, const Bytes& data) {
    const Bytes body = kind + data;
    const auto sum = crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()));
    return big_endian(static_cast<std::uint32_t>(data.size())) + body + big_endian(static_cast<std::uint32_t>(sum));
  }

  void write(const fs::path& file) const {
    Bytes raw;
    for (const Bytes& row : rows) raw += '\0' + row;
    Bytes packed(compressBound(raw.size()), '\0');
    uLongf size = packed.size();
    compress(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(raw.data()), raw.size());
    packed.resize(size);
    const Bytes header = big_endian(width) + big_endian(height) + static_cast<char>(depth) + static_cast<char>(colour) +
                         '\0' + '\0' + static_cast<char>(interlace);
    files::write(file,
                 "\x89PNG\r\n\x1a\n" + chunk("IHDR", header) + before + chunk("IDAT", packed) + chunk("IEND", ""));
  }
};

inline std::vector<float> fetch(const ganzoo::Data& data, ganzoo::Split split, std::vector<std::int64_t> indices) {
  ganzoo::OwnedMatrix batch(static_cast<std::int64_t>(indices.size()), data.shape().size());
  data.fetch(split, indices, batch);
  return {batch.view().data, batch.view().data + batch.view().size()};
}

}  // namespace files
