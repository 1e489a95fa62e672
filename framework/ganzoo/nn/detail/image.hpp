/// Windows on images: what convolutions and pools ask of their input, with errors that name the layer.
#pragma once

#include <ganzoo/nn/detail/check.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/nn/product.hpp>

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

/// The sizes of a convolution from images of shape `in` to images of shape `out`.
inline ConvSizes conv_sizes(int batch, const Shape& in, const Shape& out, const Conv& c) {
  return {.batch = batch,
          .height = in[0],
          .width = in[1],
          .in = in[2],
          .out_height = out[0],
          .out_width = out[1],
          .out = out[2],
          .kernel = c.kernel,
          .stride = c.stride,
          .padding = c.padding};
}

}  // namespace ganzoo::nn
