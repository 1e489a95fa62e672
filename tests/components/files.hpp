/// Files that data components read, made to their formats.
#pragma once

#include <png.h>
#include <zlib.h>

#include <jpeglib.h>  // needs <cstdio> before it
#include <cstdio>

#include <cstdint>
#include <cstdlib>
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

/// A JPEG file of 1, 3 or 4 channels that loses least; `exif` as the first segment's bytes, none where it is empty;
/// progressive: a grey one, in two scans, of the blocks' means and of the rest.
inline void write_jpeg(const fs::path& file, int width, int height, int channels, std::vector<std::uint8_t> pixels,
                       const Bytes& exif = {}, bool progressive = false) {
  jpeg_compress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&jpeg, &bytes, &size);
  jpeg.image_width = static_cast<JDIMENSION>(width);
  jpeg.image_height = static_cast<JDIMENSION>(height);
  jpeg.input_components = channels;
  jpeg.in_color_space = channels == 1 ? JCS_GRAYSCALE : channels == 3 ? JCS_RGB : JCS_CMYK;
  jpeg_set_defaults(&jpeg);
  jpeg_set_quality(&jpeg, 100, TRUE);
  static constexpr jpeg_scan_info scans[]{{1, {0}, 0, 0, 0, 0}, {1, {0}, 1, 63, 0, 0}};
  if (progressive) {
    jpeg.scan_info = scans;
    jpeg.num_scans = 2;
  }
  jpeg_start_compress(&jpeg, TRUE);
  if (!exif.empty())
    jpeg_write_marker(&jpeg, JPEG_APP0 + 1, reinterpret_cast<const JOCTET*>(exif.data()),
                      static_cast<unsigned>(exif.size()));
  for (int y = 0; y < height; ++y) {
    JSAMPROW row = pixels.data() + static_cast<std::ptrdiff_t>(y) * width * channels;
    jpeg_write_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_compress(&jpeg);
  files::write(file, Bytes(reinterpret_cast<char*>(bytes), size));
  jpeg_destroy_compress(&jpeg);
  std::free(bytes);
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
