/// One coloured shape on black: the factors of a picture, the picture of given factors, and the factors of a picture.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <span>
#include <vector>

namespace ganzoo::data {

/// What a picture shows. Two shapes of one size have one area, πr².
struct ShapeScene {
  static constexpr int side = 32, channels = 3, pixels = side * side, shapes = 4, colours = 6;
  static constexpr float smallest = 5, largest = 8, farthest = 3;  ///< size; distance of the centre from the middle

  int shape = 0;   ///< disc, square, triangle, cross
  int colour = 0;  ///< red, green, blue, yellow, magenta, cyan
  float size = 6;  ///< r, in pixels
  float x = 16, y = 16;

  /// Which of red, green and blue are lit.
  static std::array<bool, channels> light(int colour) {
    constexpr std::array<unsigned, colours> lit{1, 2, 4, 3, 5, 6};
    const unsigned bits = lit[static_cast<std::size_t>(colour)];
    return {(bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0};
  }

  /// How far (px, py) lies outside the shape's outline, in pixels; negative inside.
  float outside(float px, float py) const {
    const float u = px - x, v = py - y, across = std::abs(u), along = std::abs(v);
    switch (shape) {
      case 0:
        return std::hypot(u, v) - size;
      case 1:
        return std::max(across, along) - size * square_half;
      case 2:
        return std::max(v, 0.8660254f * across - 0.5f * v) - size * triangle_inradius;
      default:
        const float arm = size * cross_arm, width = arm / 3;
        return std::min(std::max(across - arm, along - width), std::max(across - width, along - arm));
    }
  }

  /// The share of each pixel that the shape covers, [side, side], its edge one pixel wide.
  void cover(std::span<float> mask) const {
    for (int j = 0; j < side; ++j)
      for (int i = 0; i < side; ++i)
        mask[static_cast<std::size_t>(j * side + i)] =
            std::clamp(0.5f - outside(static_cast<float>(i) + 0.5f, static_cast<float>(j) + 0.5f), 0.0f, 1.0f);
  }

 private:
  static constexpr float square_half = 0.88622693f;        // √π/2
  static constexpr float triangle_inradius = 0.77756302f;  // √(π/(3√3))
  static constexpr float cross_arm = 1.18899915f;          // √(9π/20)
};

/// The scene that fits a picture [side, side, 3] of numbers in [0, 1] best, and the root mean square of what is left.
///
/// Colour from the channels' sums, size from the area and place from the centroid; then each shape is drawn so and the
/// nearest one chosen. A picture without any light fits none: its error is infinite.
struct SceneFit {
  ShapeScene scene;
  float error = INFINITY;
};

namespace detail {

/// The colour nearest to the channels' sums, as shares of the largest.
inline int colour_of(std::span<const float> picture) {
  std::array<double, ShapeScene::channels> sums{};
  for (std::size_t i = 0; i < picture.size(); ++i) sums[i % ShapeScene::channels] += picture[i];
  const double brightest = std::max({sums[0], sums[1], sums[2]});
  int best = 0;
  double least = INFINITY;
  for (int colour = 0; colour < ShapeScene::colours; ++colour) {
    double gap = 0;
    for (std::size_t c = 0; c < sums.size(); ++c)
      gap += std::pow(sums[c] / brightest - (ShapeScene::light(colour)[c] ? 1 : 0), 2);
    if (gap < least) least = gap, best = colour;
  }
  return best;
}

/// The lit channels' mean, within [0, 1].
inline void mask_of(std::span<const float> picture, int colour, std::span<float> mask) {
  const auto lit = ShapeScene::light(colour);
  const auto count = static_cast<float>(lit[0] + lit[1] + lit[2]);
  for (std::size_t p = 0; p < mask.size(); ++p) {
    float sum = 0;
    for (std::size_t c = 0; c < lit.size(); ++c)
      if (lit[c]) sum += picture[3 * p + c];
    mask[p] = std::clamp(sum / count, 0.0f, 1.0f);
  }
}

inline double square_error(std::span<const float> picture, int colour, std::span<const float> mask) {
  const auto lit = ShapeScene::light(colour);
  double sum = 0;
  for (std::size_t p = 0; p < mask.size(); ++p)
    for (std::size_t c = 0; c < lit.size(); ++c) sum += std::pow(picture[3 * p + c] - (lit[c] ? mask[p] : 0), 2);
  return sum;
}

}  // namespace detail

inline SceneFit fit_scene(std::span<const float> picture) {
  std::array<float, ShapeScene::pixels> mask;
  SceneFit best;
  ShapeScene scene;
  scene.colour = detail::colour_of(picture);
  detail::mask_of(picture, scene.colour, mask);
  double area = 0, x = 0, y = 0;
  for (std::size_t p = 0; p < mask.size(); ++p) {
    area += mask[p];
    x += mask[p] * (static_cast<double>(p % ShapeScene::side) + 0.5);
    y += mask[p] * (static_cast<double>(p / ShapeScene::side) + 0.5);
  }
  if (!(area > 0)) return best;
  scene.size = static_cast<float>(std::sqrt(area / std::numbers::pi));
  scene.x = static_cast<float>(x / area);
  scene.y = static_cast<float>(y / area);
  for (scene.shape = 0; scene.shape < ShapeScene::shapes; ++scene.shape) {
    scene.cover(mask);
    const auto error = static_cast<float>(
        std::sqrt(detail::square_error(picture, scene.colour, mask) / static_cast<double>(picture.size())));
    if (error < best.error) best = {scene, error};
  }
  return best;
}

}  // namespace ganzoo::data
