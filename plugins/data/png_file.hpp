/// PNG files as bytes, by libpng: grey or RGB, 8 bits a channel.
#pragma once

#include <png.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>

#include "pixels.hpp"

namespace ganzoo::data {

/// An opened PNG file; libpng's memory is given back whatever happens.
class PngFile {
 public:
  /// Throws ganzoo::Error naming the file: environment where it cannot be opened, corrupt where it is no PNG.
  explicit PngFile(const std::string& path) : path_(path), file_(std::fopen(path.c_str(), "rb"), &std::fclose) {
    if (!file_) throw Error(Exit::environment, fmt::format("{}: cannot be read: {}", path, std::strerror(errno)));
    image_.version = PNG_IMAGE_VERSION;
    if (png_image_begin_read_from_stdio(&image_, file_.get()) == 0) fail();
  }
  PngFile(const PngFile&) = delete;
  PngFile& operator=(const PngFile&) = delete;
  ~PngFile() { png_image_free(&image_); }

  std::int64_t width() const { return image_.width; }
  std::int64_t height() const { return image_.height; }
  std::int64_t channels() const { return (image_.format & PNG_FORMAT_FLAG_COLOR) != 0 ? 3 : 1; }
  bool transparent() const { return (image_.format & PNG_FORMAT_FLAG_ALPHA) != 0; }

  /// Fills `out` [height, width, channels].
  void read(std::uint8_t* out) {
    image_.format = channels() == 3 ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
    if (png_image_finish_read(&image_, nullptr, out, 0, nullptr) == 0) fail();
  }

 private:
  [[noreturn]] void fail() const {
    throw Error(Exit::corrupt, fmt::format("{}: cannot be read as a PNG file: {}", path_, image_.message));
  }

  std::string path_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
  png_image image_{};
};

/// Puts the image of `path` behind the others; the first one, in file `first`, decides on their shape.
inline void append_png(ByteImages& images, const std::string& path, const std::string& first) {
  PngFile file(path);
  const auto refuse = [&](const std::string& what) { throw Error(Exit::corrupt, path + ": " + what); };
  constexpr std::int64_t largest = 4096;
  if (file.width() > largest || file.height() > largest)
    refuse(fmt::format("the image is {}×{}, but each side must be 1 to {}", file.height(), file.width(), largest));
  if (file.transparent()) refuse("the image has transparent pixels, but must have none");
  if (images.count == 0) images = {0, file.height(), file.width(), file.channels(), {}};
  if (file.height() != images.height || file.width() != images.width)
    refuse(fmt::format("the image is {}×{}, but must be {}×{} as in {}", file.height(), file.width(), images.height,
                       images.width, first));
  if (file.channels() != images.channels)
    refuse(fmt::format("the image is {}, but must be {} as in {}", file.channels() == 3 ? "in colour" : "grey",
                       images.channels == 3 ? "in colour" : "grey", first));
  images.pixels.resize(static_cast<std::size_t>((images.count + 1) * images.size()));
  file.read(images.pixels.data() + images.count * images.size());
  ++images.count;
}

}  // namespace ganzoo::data
