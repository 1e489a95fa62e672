/// An optimizer: gradients → parameters, one pass over a network's flat array. It never loops over numbers itself.
#pragma once

#include <ganzoo/nn/parameters.hpp>
#include <ganzoo/plugin/component.hpp>

namespace ganzoo {

/// One update of one network.
struct UpdateStep {
  std::int64_t update = 0;  ///< this player's updates before this one
  std::int64_t step = 0;    ///< generator updates done, and
  std::int64_t steps = 0;   ///< of the whole run: where ramps stand
  double rate = 1;          ///< the scheduler's factor on the rate
  bool ascend = false;      ///< true: go up the gradient (the critic), false: down
};

class GANZOO_API Optimizer : public Component {
 public:
  static constexpr Kind kind = Kind::optimizer;

  /// Takes the memory for its moments; once, before the first update.
  virtual void attach(const nn::Parameters&) = 0;
  virtual void update(nn::Parameters&, const UpdateStep&) = 0;
  /// The rate that update() uses, for the log.
  virtual double rate(const UpdateStep&) const = 0;
};

}  // namespace ganzoo
