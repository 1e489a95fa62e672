/// What the networks of images share: which sizes they make, and how their layers are normalised.
#pragma once

#include <fmt/format.h>

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

/// The layer that follows one; null where there is none.
inline nn::LayerPtr normalisation(const std::string& norm) {
  if (norm == "batch") return nn::batch_norm();
  if (norm == "layer") return nn::layer_norm();
  return nullptr;
}

/// The same of a conditional network: a batch normalisation is scaled and shifted by the class, too.
inline nn::LayerPtr normalisation(const std::string& norm, int classes) {
  if (norm != "batch" || classes == 0) return normalisation(norm);
  return nn::sequential({nn::batch_norm(), nn::class_scale_shift(classes)});
}

/// A layer before a normalisation needs no bias.
inline bool biased(const std::string& norm) { return norm != "batch" && norm != "layer"; }

/// The score of a sample's features; a projection discriminator's says also how they suit the class.
inline nn::LayerPtr score(const std::string& norm, const nn::Init& weight, int projected_classes) {
  nn::LayerPtr score = linear(norm, nn::dense(1, weight));
  if (projected_classes == 0) return score;
  return nn::residual(std::move(score), linear(norm, nn::class_projection(projected_classes, weight)));
}

}  // namespace ganzoo::images
