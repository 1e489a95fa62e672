#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/os/files.hpp>
#include <ganzoo/report/picture/canvas.hpp>
#include <ganzoo/report/picture/picture.hpp>

namespace ganzoo::report {
namespace {

constexpr int longest_side = 30'000;

/// [n, h, w, c] of an array [n, h, w] or [n, h, w, c].
struct Stack {
  int n, h, w, c;
  const float* values;

  float at(int i, int y, int x, int channel) const {
    return values[((static_cast<std::size_t>(i) * h + y) * w + x) * c + std::min(channel, c - 1)];
  }
};

Stack stack_of(const log::Array& images) {
  const auto& d = images.dims;
  if ((d.size() != 3 && d.size() != 4) || (d.size() == 4 && d[3] != 1 && d[3] != 3) || images.values.empty())
    throw Error(Exit::usage, fmt::format("an array of shape [{}] is no stack of images [n, h, w] or [n, h, w, 3]",
                                         fmt::join(d, ", ")));
  return {static_cast<int>(d[0]), static_cast<int>(d[1]), static_cast<int>(d[2]),
          d.size() == 4 ? static_cast<int>(d[3]) : 1, images.values.data()};
}

std::uint8_t shade(float value, float low, float high) {
  const float t = (value - low) / (high - low);
  return static_cast<std::uint8_t>(std::lround(255.0F * (t > 0 ? std::min(t, 1.0F) : 0.0F)));
}

}  // namespace

void write_png(const std::filesystem::path& file, int width, int height, std::span<const std::uint8_t> rgb) {
  Canvas canvas(width, height);
  canvas.set_pixels(rgb);
  canvas.save(file);
}

void write_mosaic(const std::filesystem::path& file, const log::Array& images, float low, float high) {
  os::write_whole(file, mosaic_png(images, low, high));
}

std::string mosaic_png(const log::Array& images, float low, float high, int in_a_row) {
  const Stack stack = stack_of(images);
  constexpr int gap = 2, wanted = 56;  // magnify until an image is about a thumbnail
  if (std::max(stack.w, stack.h) > longest_side || stack.n > 1'000'000)
    throw Error(Exit::usage, fmt::format("{} images of {}×{} are too large for a picture", stack.n, stack.h, stack.w));
  const int zoom = std::max(1, static_cast<int>(std::lround(static_cast<double>(wanted) / std::max(stack.h, stack.w))));
  const int columns = in_a_row > 0 ? in_a_row : static_cast<int>(std::ceil(std::sqrt(static_cast<double>(stack.n))));
  const int rows = (stack.n + columns - 1) / columns;
  const int width = columns * (stack.w * zoom + gap) + gap, height = rows * (stack.h * zoom + gap) + gap;
  if (std::max(width, height) > longest_side)
    throw Error(Exit::usage, fmt::format("{} images of {}×{} are too large for a picture", stack.n, stack.h, stack.w));
  std::vector<std::uint8_t> rgb(static_cast<std::size_t>(width) * height * 3, 255);
  for (int i = 0; i < stack.n; ++i)
    for (int y = 0; y < stack.h * zoom; ++y)
      for (int x = 0; x < stack.w * zoom; ++x) {
        const int top = gap + i / columns * (stack.h * zoom + gap), left = gap + i % columns * (stack.w * zoom + gap);
        std::uint8_t* pixel = &rgb[(static_cast<std::size_t>(top + y) * width + left + x) * 3];
        for (int c = 0; c < 3; ++c) pixel[c] = shade(stack.at(i, y / zoom, x / zoom, c), low, high);
      }
  Canvas canvas(width, height);
  canvas.set_pixels(rgb);
  return canvas.png();
}

}  // namespace ganzoo::report
