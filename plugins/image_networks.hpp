/// What the networks of images share: which sizes they make, and how their layers are normalised.
#pragma once

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <bit>
#include <ganzoo/core/error.hpp>
#include <ganzoo/nn/layers.hpp>
#include <string>
#include <utility>
#include <vector>

namespace ganzoo::images {

using Layers = std::vector<nn::LayerPtr>;

/// How often 4 is doubled to the image's side. Throws unless the side is a power of two in [16, largest].
inline int doublings(const std::string& network, const Shape& sample, std::int64_t largest) {
  const std::int64_t side = sample.dims.empty() ? 0 : sample[0];
  const bool fits = sample.rank() == 3 && sample[1] == side && side >= 16 && side <= largest &&
                    std::has_single_bit(static_cast<std::uint64_t>(side));
  if (!fits) {
    std::string sides = "16, 32, 64";
    if (largest > 64) sides += ", …";
    throw Error(Exit::usage,
                fmt::format("{}: the data's shape is {}, but must be a square image of side {}", network,
                            to_string(sample), sides),
                "data idx pads its images: data.size = 32");
  }
  return std::countr_zero(static_cast<std::uint64_t>(side)) - 2;
}

/// min(last·2^k, most): the channels k doublings away from the full size.
inline int channels(int last, int doublings, int most) {
  return static_cast<int>(std::min<std::int64_t>(static_cast<std::int64_t>(last) << doublings, most));
}

/// A layer with a weight: divided by its norm where the networks' norm is "spectral".
inline nn::LayerPtr linear(const std::string& norm, nn::LayerPtr layer) {
  return norm == "spectral" ? nn::spectral_norm(std::move(layer)) : layer;
}

/// The layer that follows one; null where there is none. `groups` are those of "group". Of a conditional network, whose
/// `classes` are not 0, a batch normalisation is scaled and shifted by the class, too.
inline nn::LayerPtr normalisation(const std::string& norm, int groups, int classes = 0) {
  if (norm == "batch")
    return classes == 0 ? nn::batch_norm() : nn::sequential({nn::batch_norm(), nn::class_scale_shift(classes)});
  if (norm == "layer") return nn::layer_norm();
  if (norm == "group") return nn::group_norm(groups);
  return nullptr;
}

/// A layer before a normalisation needs no bias.
inline bool biased(const std::string& norm) { return norm != "batch" && norm != "layer" && norm != "group"; }

/// Throws unless `side`, where attention stands, is 0 or a power of two in [lowest, highest], as the hidden layers' are.
inline void require_attention(const std::string& network, int side, std::int64_t lowest, std::int64_t highest) {
  const bool fits = side >= lowest && side <= highest && std::has_single_bit(static_cast<unsigned>(side));
  if (side == 0 || fits) return;
  std::vector<std::int64_t> sides;
  for (std::int64_t s = lowest; s <= highest; s *= 2) sides.push_back(s);
  throw Error(Exit::usage, fmt::format("{}.attention is {}, but must be 0 or a side of its hidden layers: {}", network,
                                       side, fmt::join(sides, ", ")));
}

/// Attention where the images' side is that at which it stands; null elsewhere.
inline nn::LayerPtr attention(int at, std::int64_t side, int channels, const nn::Init& weight,
                              const std::string& norm) {
  return side == at ? nn::attention(channels, weight, norm == "spectral") : nullptr;
}

/// The score of a sample's features, or several; a projection discriminator's one says also how they suit the class.
inline nn::LayerPtr score(const std::string& norm, const nn::Init& weight, int outputs, int projected_classes) {
  nn::LayerPtr score = linear(norm, nn::dense(outputs, weight));
  if (projected_classes == 0) return score;
  return nn::residual(std::move(score), linear(norm, nn::class_projection(projected_classes, weight)));
}

}  // namespace ganzoo::images
