/// A scheduler: who is updated next, how often, and how fast.
#pragma once

#include <ganzoo/plugin/component.hpp>

#include <cstdint>

namespace ganzoo {

/// Where training stands, before the turn asked for.
struct Progress {
  std::int64_t step = 0;  ///< generator updates done
  std::int64_t steps =
      0;  ///< generator updates of the whole run, at least 1; where epochs are still being counted, those so far
  std::int64_t critic_updates = 0;  ///< done
};

/// One round of Algorithm 1: `critic_steps` critic updates and one generator update, or more.
struct Turn {
  enum class Order : std::uint8_t { critic_first, generator_first, simultaneous };

  std::int64_t critic_steps = 1;  ///< 1 where simultaneous: both players move from the same point, on the same batch
  Order order = Order::critic_first;
  double critic_rate = 1;     ///< factor on the discriminator optimizer's rate
  double generator_rate = 1;  ///< factor on the generator optimizer's rate
  /// Generator updates on one critic, at least 1: the other way round of k. 1 where simultaneous.
  std::int64_t generator_steps = 1;
  /// Extragradient, where simultaneous: both players first look a step ahead, and then move from where they stood by the
  /// gradients found there, on the same batch.
  bool extrapolate = false;
};

class GANZOO_API Scheduler : public Component {
 public:
  static constexpr Kind kind = Kind::scheduler;

  /// The next turn. A pure function of `progress` and of state(Archive&).
  virtual Turn next(const Progress& progress) = 0;
};

}  // namespace ganzoo
