#include "sample_noise.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/io/npy.hpp>
#include <ganzoo/log/run_file.hpp>
#include <span>
#include <utility>

namespace ganzoo::app {
namespace {

/// Of a file, a row a sample; else of the seed.
OwnedMatrix noise_of(const NoiseAsked& asked, std::int64_t width, std::int64_t count) {
  if (!asked.file.empty()) {
    const log::Numbers given = io::read_npy(asked.file);
    if (given.dims.size() != 2 || given.dims[0] < 1 || given.dims[1] != width)
      throw Error(Exit::usage, fmt::format("sample: --noise has shape [{}], but must be [n, {}]",
                                           fmt::join(given.dims, ", "), width));
    if (!std::ranges::all_of(given.values, [](double v) { return std::isfinite(v); }))
      throw Error(Exit::usage, "sample: --noise holds what is no finite number");
    OwnedMatrix z(given.dims[0], width);
    std::ranges::transform(given.values, z.view().flat().begin(), [](double v) { return static_cast<float>(v); });
    return z;
  }
  OwnedMatrix z(count, width);
  const Rng rng(static_cast<std::uint64_t>(asked.seed.value_or(0)), Purpose::sample);
  if (asked.uniform)
    rng.fill_uniform(z.view().flat(), -1, 1);
  else
    rng.fill_normal(z.view().flat(), 0, 1);
  return z;
}

/// "3:7": two rows of the noise.
std::pair<std::int64_t, std::int64_t> rows_between(const std::string& text) {
  std::int64_t a = -1, b = -1;
  const char* end = text.data() + text.size();
  const auto [colon, first] = std::from_chars(text.data(), end, a);
  const bool has_colon = first == std::errc{} && colon != end && *colon == ':';
  const auto last =
      has_colon ? std::from_chars(colon + 1, end, b) : std::from_chars_result{colon, std::errc::invalid_argument};
  constexpr std::int64_t most = 1'000'000;
  if (last.ec != std::errc{} || last.ptr != end || a < 0 || b < 0 || a > most || b > most)
    throw Error(Exit::usage, fmt::format("sample: --interpolate is {}, but must be A:B, two rows of the noise", text),
                "0:1");
  return {a, b};
}

/// The way from one row to another: along the great circle where noise is normal (White, arXiv 1609.04468: its length is
/// nearly the same everywhere), straight where it is uniform. Both ends are the rows themselves.
OwnedMatrix way_between(std::span<const float> a, std::span<const float> b, std::int64_t frames, bool straight) {
  double aa = 0, bb = 0, ab = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    aa += double{a[i]} * a[i], bb += double{b[i]} * b[i], ab += double{a[i]} * b[i];
  const double angle = std::acos(std::clamp(ab / std::sqrt(aa * bb), -1.0, 1.0));
  const bool flat = straight || !(std::sin(angle) > 1e-6);
  OwnedMatrix way(frames, static_cast<std::int64_t>(a.size()));
  for (std::int64_t f = 0; f < frames; ++f) {
    const double t = frames == 1 ? 0 : static_cast<double>(f) / static_cast<double>(frames - 1);
    const double u = f == 0 ? 1 : flat ? 1 - t : std::sin((1 - t) * angle) / std::sin(angle);
    const double v = f == 0 ? 0 : flat ? t : std::sin(t * angle) / std::sin(angle);
    for (std::size_t i = 0; i < a.size(); ++i)
      way.view().flat()[static_cast<std::size_t>(f) * a.size() + i] =
          f + 1 == frames && f > 0 ? b[i] : static_cast<float>(u * a[i] + v * b[i]);
  }
  return way;
}

/// Between four rows, which are the corners: ways down both sides, and ways across between these.
OwnedMatrix grid_between(std::span<const float> corners, std::int64_t side, bool straight) {
  const std::size_t width = corners.size() / 4, count = static_cast<std::size_t>(side);
  const auto corner = [&](std::size_t i) { return corners.subspan(i * width, width); };
  const OwnedMatrix left = way_between(corner(0), corner(2), side, straight);
  const OwnedMatrix right = way_between(corner(1), corner(3), side, straight);
  OwnedMatrix grid(side * side, static_cast<std::int64_t>(width));
  for (std::size_t i = 0; i < count; ++i) {
    const std::span<const float> a = left.view().flat(), b = right.view().flat();
    const OwnedMatrix across = way_between(a.subspan(i * width, width), b.subspan(i * width, width), side, straight);
    std::ranges::copy(across.view().flat(), grid.view().flat().subspan(i * count * width).begin());
  }
  return grid;
}

OwnedMatrix grid_of(const NoiseAsked& asked, std::int64_t width) {
  constexpr std::int64_t corners = 4;
  const OwnedMatrix all = noise_of(asked, width, corners);
  if (all.view().rows < corners)
    throw Error(Exit::usage, fmt::format("sample: --grid goes between four rows, but --noise has {}", all.view().rows));
  const std::span<const float> numbers = all.view().flat();
  return grid_between(numbers.first(static_cast<std::size_t>(corners * width)), asked.grid, asked.uniform);
}

}  // namespace

OwnedMatrix chosen_noise(const NoiseAsked& asked, std::int64_t width, std::int64_t count) {
  if (asked.grid > 0) return grid_of(asked, width);
  if (asked.interpolate.empty()) return noise_of(asked, width, count);
  const auto [a, b] = rows_between(asked.interpolate);
  OwnedMatrix all = noise_of(asked, width, std::max(a, b) + 1);
  if (std::max(a, b) >= all.view().rows)
    throw Error(Exit::usage, fmt::format("sample: --interpolate is {}, but --noise has {} rows", asked.interpolate,
                                         all.view().rows));
  const std::span<const float> numbers = all.view().flat();
  const auto size = static_cast<std::size_t>(width);
  return way_between(numbers.subspan(static_cast<std::size_t>(a) * size, size),
                     numbers.subspan(static_cast<std::size_t>(b) * size, size), asked.frames, asked.uniform);
}

}  // namespace ganzoo::app
