/// The activations: elementwise functions whose derivative is a function of their output.
#pragma once

#include <cstdint>
#include <ganzoo/core/api.hpp>

namespace ganzoo::nn {

/// y = φ(a). `parameter`: leaky_relu's slope, elu's α.
struct Activation {
  enum class Kind : std::uint8_t { identity, relu, leaky_relu, tanh, sigmoid, softplus, elu };

  Kind kind = Kind::identity;
  float parameter = 0;

  bool is_identity() const { return kind == Kind::identity; }
  /// True where φ″ is not zero almost everywhere.
  bool curved() const { return kind >= Kind::tanh; }
  bool operator==(const Activation&) const = default;
};

/// "leaky_relu", as an experiment file names it.
GANZOO_API const char* name_of(Activation::Kind kind);

}  // namespace ganzoo::nn
