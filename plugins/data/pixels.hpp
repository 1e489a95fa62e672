/// Images as bytes in memory, and the numbers that a network sees of them.
#pragma once

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdint>
#include <ganzoo/ganzoo.hpp>
#include <span>
#include <string>
#include <vector>

namespace ganzoo::data {

/// Equally large images, one after the other.
struct ByteImages {
  std::int64_t count = 0, height = 0, width = 0, channels = 0;
  std::vector<std::uint8_t> pixels;  ///< [count, height, width, channels]

  std::int64_t size() const { return height * width * channels; }
  std::span<const std::uint8_t> operator[](std::int64_t i) const {
    return std::span(pixels).subspan(static_cast<std::size_t>(i * size()), static_cast<std::size_t>(size()));
  }
};

/// What black and white become.
struct PixelRange {
  float low = 0, high = 1;

  /// Throws ganzoo::Error (usage) unless `range` is two ascending numbers.
  static PixelRange of(const std::vector<double>& range) {
    if (range.size() != 2 || !(range[0] < range[1]))
      throw Error(Exit::usage,
                  fmt::format("data.range is [{}], but must be two numbers, the lower first", fmt::join(range, ", ")));
    return {static_cast<float>(range[0]), static_cast<float>(range[1])};
  }

  /// Exactly `low` at 0 and `high` at 255.
  float at(std::uint8_t pixel) const { return low + (high - low) * (static_cast<float>(pixel) / 255.0f); }
  void scale(std::span<const std::uint8_t> pixels, float* out) const {
    for (std::size_t j = 0; j < pixels.size(); ++j) out[j] = at(pixels[j]);
  }
};

/// Training images, the last of which are held back as the validation split, and test images.
struct SplitImages {
  ByteImages train, test;
  std::int64_t validation = 0;

  /// Throws ganzoo::Error (corrupt) unless those of the one file are as large as those of the other.
  void require_one_size(const std::string& train_file, const std::string& test_file) const {
    if (test.height != train.height || test.width != train.width)
      throw Error(Exit::corrupt, fmt::format("{}: the images are {}×{}, but must be {}×{} as in {}", test_file,
                                             test.height, test.width, train.height, train.width, train_file));
  }

  /// Throws ganzoo::Error (usage) unless some of the training images, which `source` holds, are left.
  void hold_back(std::int64_t images, const std::string& source) {
    if (images >= train.count)
      throw Error(Exit::usage, fmt::format("data.validation is {}, but must be below {}, the number of images in {}",
                                           images, train.count, source));
    validation = images;
  }

  std::int64_t size(Split split) const {
    if (split == Split::test) return test.count;
    return split == Split::validation ? validation : train.count - validation;
  }
  /// Of labels that lie as the images do: all of the training file's, all of the test file's.
  std::uint8_t label(Split split, std::int64_t i, const std::vector<std::uint8_t>& of_train,
                     const std::vector<std::uint8_t>& of_test) const {
    if (split == Split::test) return of_test[static_cast<std::size_t>(i)];
    return of_train[static_cast<std::size_t>(split == Split::validation ? train.count - validation + i : i)];
  }
  std::span<const std::uint8_t> image(Split split, std::int64_t i) const {
    if (split == Split::test) return test[i];
    return train[split == Split::validation ? train.count - validation + i : i];
  }
  void fetch(Split split, std::span<const std::int64_t> indices, const PixelRange& range, Matrix batch) const {
    for (std::int64_t i = 0; i < batch.rows; ++i)
      range.scale(image(split, indices[static_cast<std::size_t>(i)]), batch.row(i).data());
  }
};

/// The images of `file` in the middle of black squares of side × side. Throws ganzoo::Error where they do not fit.
inline ByteImages framed(const ByteImages& images, std::int64_t side, const std::string& file) {
  if (side < images.height || side < images.width)
    throw Error(Exit::usage,
                fmt::format("data.size is {}, but must be 0 or at least {}: the images in {} are {}×{}", side,
                            std::max(images.height, images.width), file, images.height, images.width));
  ByteImages framed{images.count, side, side, images.channels, {}};
  framed.pixels.resize(static_cast<std::size_t>(framed.count * framed.size()));
  const std::int64_t top = (side - images.height) / 2, left = (side - images.width) / 2,
                     line = images.width * images.channels;
  for (std::int64_t i = 0; i < images.count; ++i)
    for (std::int64_t y = 0; y < images.height; ++y)
      std::copy_n(images[i].begin() + y * line, line,
                  framed.pixels.begin() + i * framed.size() + ((top + y) * side + left) * images.channels);
  return framed;
}

}  // namespace ganzoo::data
