#include <fmt/format.h>
#include <gif_lib.h>
#include <png.h>

#include <array>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/report/picture/animation.hpp>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <utility>

namespace ganzoo::report {
namespace {

constexpr int colours = 256;

[[noreturn]] void fail(const std::string& why) {
  throw Error(Exit::environment, fmt::format("an animation cannot be made: {}", why));
}

/// Rows of pixels, red, green and blue apart, as giflib takes them.
struct Pixels {
  int width = 0, height = 0;
  std::vector<GifByteType> red, green, blue;
};

Pixels decoded(const std::string& file) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_memory(&image, file.data(), file.size()) == 0) fail(image.message);
  image.format = PNG_FORMAT_RGB;
  std::vector<png_byte> rgb(PNG_IMAGE_SIZE(image));
  if (png_image_finish_read(&image, nullptr, rgb.data(), 0, nullptr) == 0) fail(image.message);
  Pixels pixels{static_cast<int>(image.width), static_cast<int>(image.height), {}, {}, {}};
  for (std::size_t i = 0; i < rgb.size(); i += 3) {
    pixels.red.push_back(rgb[i]);
    pixels.green.push_back(rgb[i + 1]);
    pixels.blue.push_back(rgb[i + 2]);
  }
  return pixels;
}

struct Indexed {
  std::array<GifColorType, colours> palette{};
  std::vector<GifByteType> pixels;
};

/// With its own colours, where these are no more than a palette holds.
std::optional<Indexed> exactly(const Pixels& picture) {
  Indexed indexed;
  std::map<std::array<GifByteType, 3>, std::size_t> place;
  for (std::size_t i = 0; i < picture.red.size(); ++i) {
    const std::array colour{picture.red[i], picture.green[i], picture.blue[i]};
    const auto [found, is_new] = place.try_emplace(colour, place.size());
    if (found->second >= colours) return std::nullopt;
    if (is_new) indexed.palette[found->second] = {colour[0], colour[1], colour[2]};
    indexed.pixels.push_back(static_cast<GifByteType>(found->second));
  }
  return indexed;
}

/// Every colour of the palette as the mean of the pixels that it stands for: giflib's own have five bits.
void refine(Indexed& indexed, const Pixels& picture) {
  std::array<std::array<std::uint64_t, 4>, colours> sums{};
  for (std::size_t i = 0; i < indexed.pixels.size(); ++i) {
    auto& [red, green, blue, count] = sums[indexed.pixels[i]];
    red += picture.red[i], green += picture.green[i], blue += picture.blue[i], ++count;
  }
  const auto mean = [](std::uint64_t sum, std::uint64_t count) {
    return static_cast<GifByteType>((sum + count / 2) / count);
  };
  for (std::size_t c = 0; c < sums.size(); ++c)
    if (const auto& [red, green, blue, count] = sums[c]; count > 0)
      indexed.palette[c] = {mean(red, count), mean(green, count), mean(blue, count)};
}

/// By the median cut of giflib, whose older versions take nothing const.
Indexed nearly(Pixels picture) {
  Indexed indexed;
  indexed.pixels.resize(picture.red.size());
  int size = colours;
  if (GifQuantizeBuffer(static_cast<unsigned>(picture.width), static_cast<unsigned>(picture.height), &size,
                        picture.red.data(), picture.green.data(), picture.blue.data(), indexed.pixels.data(),
                        indexed.palette.data()) == GIF_ERROR)
    fail("there is no memory");
  refine(indexed, picture);
  return indexed;
}

/// A file in memory.
class Film {
 public:
  explicit Film(std::string& bytes) {
    int error = 0;
    gif_ = EGifOpen(&bytes, write, &error);
    if (gif_ == nullptr) fail(GifErrorString(error));
    EGifSetGifVersion(gif_, true);
  }
  Film(const Film&) = delete;
  Film& operator=(const Film&) = delete;
  ~Film() {
    if (gif_ != nullptr) EGifCloseFile(gif_, nullptr);
  }

  void begin(int width, int height) {
    check(EGifPutScreenDesc(gif_, width, height, 8, 0, nullptr));
    constexpr std::array<GifByteType, 3> for_ever{1, 0, 0};  // Netscape's extension, which all follow
    check(EGifPutExtensionLeader(gif_, APPLICATION_EXT_FUNC_CODE));
    check(EGifPutExtensionBlock(gif_, 11, "NETSCAPE2.0"));
    check(EGifPutExtensionBlock(gif_, for_ever.size(), for_ever.data()));
    check(EGifPutExtensionTrailer(gif_));
  }

  void add(int width, int height, const Indexed& picture, int hundredths) {
    const GraphicsControlBlock control{DISPOSE_DO_NOT, false, hundredths, NO_TRANSPARENT_COLOR};
    std::array<GifByteType, 4> extension{};
    check(EGifPutExtension(gif_, GRAPHICS_EXT_FUNC_CODE,
                           static_cast<int>(EGifGCBToExtension(&control, extension.data())), extension.data()));
    const std::unique_ptr<ColorMapObject, void (*)(ColorMapObject*)> map(
        GifMakeMapObject(colours, picture.palette.data()), GifFreeMapObject);
    if (map == nullptr) fail("there is no memory");
    check(EGifPutImageDesc(gif_, 0, 0, width, height, false, map.get()));
    std::vector<GifByteType> pixels = picture.pixels;  // giflib masks them where they are
    check(EGifPutLine(gif_, pixels.data(), width * height));
  }

  void end() {
    int error = 0;
    if (EGifCloseFile(std::exchange(gif_, nullptr), &error) == GIF_ERROR) fail(GifErrorString(error));
  }

 private:
  static int write(GifFileType* gif, const GifByteType* data, int size) {
    static_cast<std::string*>(gif->UserData)
        ->append(reinterpret_cast<const char*>(data), static_cast<std::size_t>(size));
    return size;
  }
  void check(int result) const {
    if (result == GIF_ERROR) fail(GifErrorString(gif_->Error));
  }

  GifFileType* gif_;
};

}  // namespace

std::string animation_gif(const std::vector<std::string>& frames, double seconds_a_frame) {
  std::string bytes;
  Film film(bytes);
  int width = 0, height = 0;
  for (const std::string& frame : frames) {
    const Pixels pixels = decoded(frame);
    if (width == 0) film.begin(width = pixels.width, height = pixels.height);
    if (pixels.width != width || pixels.height != height)
      throw Error(Exit::usage, fmt::format("an animation's frame is {}×{}, but must be {}×{} as the first",
                                           pixels.width, pixels.height, width, height));
    const std::optional<Indexed> exact = exactly(pixels);
    film.add(width, height, exact ? *exact : nearly(pixels), static_cast<int>(std::lround(100 * seconds_a_frame)));
  }
  film.end();
  return bytes;
}

}  // namespace ganzoo::report
