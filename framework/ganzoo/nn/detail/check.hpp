/// The errors of layers: `dense.out is -3, but must be positive`.
#pragma once

#include <fmt/format.h>

#include <ganzoo/core/error.hpp>
#include <ganzoo/core/shape.hpp>
#include <string>

namespace ganzoo::nn {

/// Throws unless `good`; `name` begins with the layer's: "dense.out".
template <class T>
void require(bool good, const std::string& name, const T& value, const std::string& property,
             const std::string& hint = {}) {
  if (!good) throw Error(Exit::usage, fmt::format("{} is {}, but must be {}", name, value, property), hint);
}

/// Throws unless the input is one-dimensional.
inline void require_flat(const std::string& layer, const Shape& in) {
  require(in.rank() == 1, layer + ".input", to_string(in), "one-dimensional", "put flatten before it");
}

}  // namespace ganzoo::nn
