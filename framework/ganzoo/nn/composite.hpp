/// A layer that runs other layers, for whoever looks at each of them by itself.
#pragma once

#include <ganzoo/nn/layer.hpp>
#include <string>
#include <vector>

namespace ganzoo::nn {

/// A layer inside a composite, and the shape that reaches it.
struct Part {
  LayerPtr layer;
  Shape in;
  std::string scope;  ///< what its parameters are declared in: "dense_0", "body"
};

/// What sequential() and residual() make; dynamic_cast finds it.
class Composite {
 public:
  virtual ~Composite() = default;
  /// In the order in which they run; side by side where there are several ways.
  virtual std::vector<Part> parts(const Shape& in) const = 0;
  /// Whether the output is the sum of the parts' outputs, with the input in place of a second part that is not there;
  /// else each part's output is the next one's input.
  virtual bool adds_up() const = 0;
};

}  // namespace ganzoo::nn
