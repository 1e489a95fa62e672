/// Windows on images: what convolutions and pools ask of their input, with errors that name the layer.
#pragma once

#include <ganzoo/nn/detail/check.hpp>
#include <ganzoo/nn/layers.hpp>

namespace ganzoo::nn {

/// Throws unless the input is an image, height × width × channels.
inline void require_image(const std::string& layer, const Shape& in) {
  require(in.rank() == 3, layer + ".input", to_string(in), "an image: height×width×channels", "put reshape before it");
}

/// Throws unless the numbers of a convolution make sense by themselves.
inline void require_sane(const std::string& layer, int out, const Conv& c) {
  require(out > 0, layer + ".out", out, "positive");
  require(c.kernel > 0, layer + ".kernel", c.kernel, "positive");
  require(c.stride > 0, layer + ".stride", c.stride, "positive");
  require(c.padding >= 0 && c.padding < c.kernel, layer + ".padding", c.padding,
          fmt::format("at least 0 and below the kernel, {}", c.kernel));
}

}  // namespace ganzoo::nn
