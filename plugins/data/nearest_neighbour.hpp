/// What class an image in one channel is of, by its nearest neighbour among labelled ones.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <ganzoo/nn/row_products.hpp>
#include <limits>

#include "pixels.hpp"

namespace ganzoo::data {

/// A class, and how far the neighbour is that decided on it.
struct Nearest {
  int label = -1;  ///< −1 for an image that is not finite
  float square_distance = std::numeric_limits<float>::infinity();
};

/// The nearest of up to `references` labelled images, by squared Euclidean distance of pixels in [0, 1].
class NearestNeighbour {
 public:
  NearestNeighbour(const ByteImages& images, std::span<const std::uint8_t> labels, std::int64_t references)
      : references_(std::min(references, images.count), images.size()),
        squares_(static_cast<std::size_t>(references_.rows)),
        labels_(labels.begin(), labels.begin() + references_.rows) {
    for (std::int64_t i = 0; i < references_.rows; ++i) {
      PixelRange().scale(images[i], references_.view().row(i).data());
      for (const float v : references_.view().row(i)) squares_[static_cast<std::size_t>(i)] += v * v;
    }
  }

  /// images [n, pixels] → n answers.
  void classify(ConstMatrix images, std::span<Nearest> out) const {
    constexpr std::int64_t block = 128;
    const OwnedMatrix products(std::min(block, images.rows), references_.rows);
    for (std::int64_t first = 0; first < images.rows; first += block) {
      const std::int64_t count = std::min(block, images.rows - first);
      const Matrix product = products.view().slice(0, count);
      nn::row_products(images.slice(first, count), references_, product);
      for (std::int64_t i = 0; i < count; ++i)
        out[static_cast<std::size_t>(first + i)] = decide(images.row(first + i), product.row(i));
    }
  }

 private:
  Nearest decide(std::span<const float> image, std::span<const float> products) const {
    Nearest nearest;
    float own = 0, least = nearest.square_distance;
    for (const float v : image) own += v * v;
    for (std::size_t j = 0; j < products.size(); ++j)
      if (const float s = squares_[j] - 2 * products[j]; s < least) least = s, nearest.label = labels_[j];
    if (!std::isfinite(own)) return {};
    nearest.square_distance = std::max(own + least, 0.0f);
    return nearest;
  }

  OwnedMatrix references_;
  std::vector<float> squares_;
  std::vector<std::uint8_t> labels_;
};

}  // namespace ganzoo::data
