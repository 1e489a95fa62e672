/// Real samples that a run carries with it, to be set beside generated ones.
#pragma once

#include <cstdint>
#include <ganzoo/log/run_file.hpp>
#include <ganzoo/train/data.hpp>

namespace ganzoo::experiment {

/// 64 images or 512 points of the test split (of the training split where there is no other), or as many as it has;
/// bounded images by the levels of a byte.
log::RealSamples real_samples(const Data& data, std::uint64_t seed);

/// An image, rather than a point.
inline bool is_image(const Shape& shape) { return shape.rank() >= 2; }

}  // namespace ganzoo::experiment
