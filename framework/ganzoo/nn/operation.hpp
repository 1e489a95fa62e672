/// What a layer computes outside of training, told as data: from it a network is written down for another program.
#pragma once

#include <ganzoo/nn/layers.hpp>
#include <variant>

namespace ganzoo::nn {

/// The layers by what they do to one batch. Parameters have the names and shapes that the layer declares.
namespace operations {

struct Identity {};  ///< dropout; an activation alone
struct Dense {
  bool bias;
};
struct Convolution {
  Conv conv;
  bool transposed;
};
struct Maxout {};
struct BatchNorm {
  double epsilon;
};
struct LayerNorm {
  double epsilon;
};
struct GroupNorm {
  int groups;
  double epsilon;
};
struct ScaleShift {};
struct Upsample {
  int factor;
};
struct Pool {
  int factor;
  bool average;  ///< else the sum
};
struct Reshape {};  ///< to the layer's output
struct Attend {
  int keys;
};
struct Gain {};
struct ClassEmbedding {
  int size;
};
struct ClassScaleShift {};
struct SpectralNorm {
  LayerPtr linear;  ///< runs on weight/σ, σ = |Wᵀu/|u||
};
}  // namespace operations

/// `what`, then the activation.
struct Operation {
  std::variant<operations::Identity, operations::Dense, operations::Convolution, operations::Maxout,
               operations::BatchNorm, operations::LayerNorm, operations::GroupNorm, operations::ScaleShift,
               operations::Upsample, operations::Pool, operations::Reshape, operations::Attend, operations::Gain,
               operations::ClassEmbedding, operations::ClassScaleShift, operations::SpectralNorm>
      what;
  Activation activation = {};
};

/// A layer that tells its operation; dynamic_cast finds it. One that mixes samples, or an author's own, may not.
class Described {
 public:
  virtual ~Described() = default;
  virtual Operation operation() const = 0;
};

}  // namespace ganzoo::nn
