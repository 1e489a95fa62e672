/// What references of layers with parameters share.
#pragma once

#include "nn/reference.hpp"

namespace ganzoo::nn::reference {

/// sums[column] += Σ over rows of y
inline void add_rows(const Numbers& y, Numbers& sums) {
  for (std::size_t i = 0; i < y.size(); ++i) sums[i % sums.size()] += y[i];
}

/// A layer that remembers its passes' inputs.
class Remembering : public Layer {
 protected:
  void declare(std::vector<std::size_t> sizes) {
    for (const std::size_t n : sizes) parameters.emplace_back(n), gradients.emplace_back(n);
  }
  Numbers x_, gradient_, x_tangent_;
};

}  // namespace ganzoo::nn::reference
