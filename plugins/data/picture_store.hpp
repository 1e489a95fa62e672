/// Equally large pictures in memory or in a mapped file: in bytes, or in words as soon as one has 16 bits a channel.
#pragma once

#include <cstdint>
#include <ganzoo/ganzoo.hpp>
#include <span>
#include <string>
#include <vector>

#include "picture.hpp"

namespace ganzoo::data {

class Pictures {
 public:
  std::int64_t count = 0, height = 0, width = 0, channels = 0;

  std::int64_t size() const { return height * width * channels; }

  /// Throws Unfit (corrupt) unless it is as large as those before, the first of which is in the file `first`.
  void require_alike(const Picture& picture, const std::string& file, const std::string& first) const {
    if (count == 0) return;
    if (picture.height != height || picture.width != width)
      throw Unfit(Exit::corrupt,
                  fmt::format("{}: the image is {}×{}, but must be {}×{} as in {}", file, picture.height, picture.width,
                              height, width, first),
                  "data.size makes all of one size");
    if (picture.channels != channels)
      throw Unfit(Exit::corrupt,
                  fmt::format("{}: the image is {}, but must be {} as in {}", file, name(picture.channels),
                              name(channels), first),
                  "data.colour = \"rgb\" or \"grey\" makes all of one kind");
  }

  void append(const Picture& picture) {
    if (count++ == 0) height = picture.height, width = picture.width, channels = picture.channels;
    if (picture.bits == 16) widen();
    const auto scale = static_cast<std::uint16_t>(picture.bits == 8 ? 257 : 1);
    for (const std::uint16_t v : picture.pixels)
      is_wide() ? words_.push_back(static_cast<std::uint16_t>(v * scale))
                : bytes_.push_back(static_cast<std::uint8_t>(v));
  }

  bool is_wide() const { return wide_; }
  /// The numbers of all pictures as they lie in memory.
  std::span<const std::byte> raw() const {
    if (!mapped_.empty()) return mapped_;
    return wide_ ? std::as_bytes(std::span(words_)) : std::as_bytes(std::span(bytes_));
  }
  /// Looks at `raw`, [count, height, width, channels], instead of holding numbers of its own; the caller keeps it.
  void look_at(std::span<const std::byte> raw, bool wide) { mapped_ = raw, wide_ = wide, bytes_ = {}, words_ = {}; }

  /// Picture i between `low`, black, and `high`, white; mirrored: left and right exchanged.
  void scale(std::int64_t i, bool mirrored, float low, float high, float* out) const {
    const std::span<const std::byte> all = raw();
    const auto* words = reinterpret_cast<const std::uint16_t*>(all.data());
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(all.data());
    const std::int64_t first = i * size(), line = width * channels;
    for (std::int64_t j = 0; j < size(); ++j) {
      const std::int64_t x = j % line / channels;
      const std::int64_t from = first + (mirrored ? j + (width - 1 - 2 * x) * channels : j);
      out[j] = low + (high - low) * (wide_ ? static_cast<float>(words[from]) / 65535.0f
                                           : static_cast<float>(bytes[from]) / 255.0f);
    }
  }

 private:
  static const char* name(std::int64_t channels) { return channels == 3 ? "in colour" : "grey"; }

  /// 257 is 65535/255: no number changes.
  void widen() {
    if (wide_) return;
    wide_ = true;
    for (const std::uint8_t v : bytes_) words_.push_back(static_cast<std::uint16_t>(v * 257));
    bytes_ = {};
  }

  bool wide_ = false;
  std::vector<std::uint8_t> bytes_;
  std::vector<std::uint16_t> words_;
  std::span<const std::byte> mapped_;
};

}  // namespace ganzoo::data
