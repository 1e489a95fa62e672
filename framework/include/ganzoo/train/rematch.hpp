/// What one player would still gain from here, the other standing still: for metrics that ask how far a game is from its
/// equilibrium.
#pragma once

#include <cstdint>
#include <functional>
#include <ganzoo/core/api.hpp>

namespace ganzoo {

struct Rematch {
  /// The critic's objective, on the first `samples` evaluation samples, of the game as it stands; NaN on a copy that
  /// diverged. Empty, as the others, where there is no critic.
  std::function<double(std::int64_t samples)> as_it_stands;
  /// The same after so many updates of a copy of the critic: from where it stands, or from new weights.
  std::function<double(std::int64_t updates, bool anew, std::int64_t samples)> of_critic;
  /// The same after so many updates of a copy of the generator, by its own loss.
  std::function<double(std::int64_t updates, std::int64_t samples)> of_generator;
};

/// What a metric derives from beside Metric to be offered it before each evaluate(). Nothing of the run changes by it.
class GANZOO_API AsksForRematch {
 public:
  virtual ~AsksForRematch();
  virtual void offer(const Rematch&) = 0;
};

}  // namespace ganzoo
