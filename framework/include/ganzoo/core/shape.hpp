/// The shape of one sample, without the batch: {features}, or {height, width, channels} for images.
#pragma once

#include <ganzoo/core/api.hpp>

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

namespace ganzoo {

/// Dimensions in memory order, the last one contiguous. Images are stored channels-last throughout.
struct Shape {
  std::vector<std::int64_t> dims;

  Shape() = default;
  Shape(std::initializer_list<std::int64_t> d) : dims(d) {}
  explicit Shape(std::vector<std::int64_t> d) : dims(std::move(d)) {}

  std::int64_t size() const {
    std::int64_t n = 1;
    for (std::int64_t d : dims) n *= d;
    return n;
  }
  std::size_t rank() const { return dims.size(); }
  std::int64_t operator[](std::size_t i) const { return dims[i]; }
  bool operator==(const Shape&) const = default;
};

/// "28×28×1", as errors and tables show a shape.
GANZOO_API std::string to_string(const Shape& shape);

}  // namespace ganzoo
