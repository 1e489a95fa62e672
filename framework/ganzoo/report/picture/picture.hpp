/// Pictures as PNG files: a mosaic of images, and real beside generated points.
#pragma once

#include <cstdint>
#include <filesystem>
#include <ganzoo/log/run_file.hpp>
#include <span>
#include <string>
#include <utility>

namespace ganzoo::report {

/// `rgb` is [height, width, 3]. Throws ganzoo::Error (environment), leaving no file, where it cannot be written.
void write_png(const std::filesystem::path& file, int width, int height, std::span<const std::uint8_t> rgb);

/// As below, as the bytes of a PNG file.
/// `columns` images in a row; 0: near-square.
std::string mosaic_png(const log::Array& images, float low, float high, int columns = 0);
std::string points_png(const std::string& title, const log::Array& real, const log::Array& generated);

/// Images [n, h, w] or [n, h, w, c], c 1 or 3, in a near-square grid; `low` is black, `high` white. Small images are
/// magnified by a whole number, without smoothing.
void write_mosaic(const std::filesystem::path& file, const log::Array& images, float low, float high);

/// Real and generated points [n, d]: two coordinates as a scatter, one as a pair of histograms, more by their first
/// two. The frame is the real points' and, where they reach further, up to twice as wide. `real` may be empty.
void write_points(const std::filesystem::path& file, const std::string& title, const log::Array& real,
                  const log::Array& generated);

/// The way of a point (x, y) in the plane, from blue to orange, with where it starts, where it ends and the origin, all
/// on one scale; it breaks off at the first number that is not finite. `names` are the axes'. `x` and `y` are of one
/// length.
void write_trajectory(const std::filesystem::path& file, const std::string& title,
                      const std::pair<std::string, std::string>& names, std::span<const double> x,
                      std::span<const double> y);

}  // namespace ganzoo::report
