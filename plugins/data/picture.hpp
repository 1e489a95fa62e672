/// One decoded picture, and what makes it like others: laid on a colour, grey or RGB, cropped or fitted to a square.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <ganzoo/ganzoo.hpp>
#include <optional>
#include <string>
#include <vector>

namespace ganzoo::data {

/// Numbers are what the file holds, palettes looked up, 1, 2 and 4 bits spread over 8 (black 0, white 255).
struct Picture {
  std::int64_t height = 0, width = 0, channels = 0;
  int bits = 8;                       ///< of a number: 8 or 16
  std::vector<std::uint16_t> pixels;  ///< [height, width, channels]

  int white() const { return bits == 16 ? 65535 : 255; }
  std::int64_t size() const { return height * width * channels; }
};

/// A picture that can be read, but not be used as things are: of another size, transparent, …
struct Unfit : Error {
  using Error::Error;
};

/// A colour between black, 0, and white, 1.
struct Colour {
  std::array<double, 3> rgb{};

  /// As a grey: Rec. ITU-R BT.601's luma, which is JPEG's.
  static double luma(double r, double g, double b) { return 0.299 * r + 0.587 * g + 0.114 * b; }
  /// What channel c of `channels` has of it.
  double of(std::size_t c, std::int64_t channels) const {
    return channels == 3 ? rgb[c] : luma(rgb[0], rgb[1], rgb[2]);
  }
};

inline std::uint16_t rounded(double v) { return static_cast<std::uint16_t>(std::lround(v)); }

/// In `channels` channels, 1 or 3: luma of a colour, a grey thrice.
inline Picture recoloured(Picture picture, std::int64_t channels) {
  if (picture.channels == channels) return picture;
  Picture out{picture.height, picture.width, channels, picture.bits, {}};
  out.pixels.reserve(static_cast<std::size_t>(out.size()));
  const auto& in = picture.pixels;
  if (channels == 3)
    for (const std::uint16_t v : in) out.pixels.insert(out.pixels.end(), 3, v);
  else
    for (std::size_t i = 0; i < in.size(); i += 3)
      out.pixels.push_back(rounded(Colour::luma(in[i], in[i + 1], in[i + 2])));
  return out;
}

/// Part of a picture.
struct Window {
  std::int64_t top = 0, left = 0, height = 0, width = 0;
};

/// What pixel i of n sees of `length` pixels: those from `first` on, each with the share of i's area that it fills.
struct Cover {
  std::int64_t first = 0;
  std::vector<double> shares;  ///< sum to 1

  static Cover of(std::int64_t i, std::int64_t n, std::int64_t length) {
    // In units of 1/n of a pixel, so that all ends are integers: pixel i goes from i·length to (i + 1)·length.
    const std::int64_t begin = i * length, end = begin + length;
    Cover cover{begin / n, {}};
    for (std::int64_t j = cover.first; j * n < end; ++j)
      cover.shares.push_back(static_cast<double>(std::min(end, (j + 1) * n) - std::max(begin, j * n)) /
                             static_cast<double>(length));
    return cover;
  }
};

/// The window in height × width pixels, each the mean of the area that it covers.
inline Picture averaged(const Picture& in, const Window& window, std::int64_t height, std::int64_t width) {
  const std::int64_t k = in.channels;
  const auto index = [k](std::int64_t y, std::int64_t columns, std::int64_t x) {
    return static_cast<std::size_t>((y * columns + x) * k);
  };
  std::vector<double> narrow(static_cast<std::size_t>(window.height * width * k), 0.0);
  for (std::int64_t x = 0; x < width; ++x) {
    const Cover cover = Cover::of(x, width, window.width);
    for (std::int64_t y = 0; y < window.height; ++y)
      for (std::size_t j = 0; j < cover.shares.size(); ++j) {
        const auto column = window.left + cover.first + static_cast<std::int64_t>(j);
        const std::size_t from = index(window.top + y, in.width, column);
        for (std::size_t c = 0; c < static_cast<std::size_t>(k); ++c)
          narrow[index(y, width, x) + c] += cover.shares[j] * in.pixels[from + c];
      }
  }
  Picture out{height, width, k, in.bits, {}};
  out.pixels.reserve(static_cast<std::size_t>(out.size()));
  std::vector<double> row(static_cast<std::size_t>(width * k));
  for (std::int64_t y = 0; y < height; ++y) {
    const Cover cover = Cover::of(y, height, window.height);
    std::ranges::fill(row, 0.0);
    for (std::size_t j = 0; j < cover.shares.size(); ++j) {
      const std::size_t from = index(cover.first + static_cast<std::int64_t>(j), width, 0);
      for (std::size_t x = 0; x < row.size(); ++x) row[x] += cover.shares[j] * narrow[from + x];
    }
    std::ranges::transform(row, std::back_inserter(out.pixels), rounded);
  }
  return out;
}

/// The largest square in the middle, in side × side pixels.
inline Picture cropped(const Picture& in, std::int64_t side) {
  const std::int64_t least = std::min(in.height, in.width);
  return averaged(in, {(in.height - least) / 2, (in.width - least) / 2, least, least}, side, side);
}

/// The whole picture in the middle of side × side pixels; what it leaves free is `beside`.
inline Picture fitted(const Picture& in, std::int64_t side, const Colour& beside) {
  const std::int64_t most = std::max(in.height, in.width);
  const auto scaled = [&](std::int64_t n) { return std::max<std::int64_t>(1, (2 * n * side + most) / (2 * most)); };
  const Picture small = averaged(in, {0, 0, in.height, in.width}, scaled(in.height), scaled(in.width));
  Picture out{side, side, in.channels, in.bits, {}};
  out.pixels.resize(static_cast<std::size_t>(out.size()));
  const auto k = static_cast<std::size_t>(in.channels);
  for (std::size_t i = 0; i < out.pixels.size(); ++i)
    out.pixels[i] = rounded(beside.of(i % k, in.channels) * in.white());
  const std::int64_t top = (side - small.height) / 2, left = (side - small.width) / 2, line = small.width * in.channels;
  for (std::int64_t y = 0; y < small.height; ++y)
    std::copy_n(small.pixels.begin() + y * line, line, out.pixels.begin() + ((top + y) * side + left) * in.channels);
  return out;
}

}  // namespace ganzoo::data
