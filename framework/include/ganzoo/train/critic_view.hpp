/// The critic itself, for metrics that look into it: its slope anywhere, and its weights.
#pragma once

#include <functional>
#include <ganzoo/core/api.hpp>
#include <ganzoo/core/tensor.hpp>
#include <ganzoo/nn/parameters.hpp>

namespace ganzoo {

struct CriticView {
  const nn::Parameters* weights = nullptr;  ///< null where there is no critic
  /// ∇ₓ of the score (the sum, of several) at each sample [n, d], in inference mode; empty where there is no critic.
  std::function<void(ConstMatrix samples, Matrix slopes)> slope;
};

/// What a metric derives from beside Metric to be shown the critic before each evaluate() that has one.
class GANZOO_API LooksIntoCritic {
 public:
  virtual ~LooksIntoCritic();
  virtual void look_into(const CriticView&) = 0;
};

}  // namespace ganzoo
