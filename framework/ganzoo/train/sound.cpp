#include <fmt/format.h>

#include <ganzoo/train/sound.hpp>

namespace ganzoo {
namespace {

constexpr std::int64_t most_critic_steps = 1'000'000, most_generator_steps = 1'000'000;
/// Numbers of one sample: what an index of 32 bits can count.
constexpr std::int64_t largest_sample = (std::int64_t{1} << 31) - 1;

}  // namespace

std::string fault_of(const Turn& turn) {
  if (turn.critic_steps < 0 || turn.critic_steps > most_critic_steps)
    return fmt::format("critic_steps is {}, but must be in [0, {}]", turn.critic_steps, most_critic_steps);
  if (turn.generator_steps < 1 || turn.generator_steps > most_generator_steps)
    return fmt::format("generator_steps is {}, but must be in [1, {}]", turn.generator_steps, most_generator_steps);
  if (turn.order == Turn::Order::simultaneous && turn.generator_steps != 1)
    return fmt::format("generator_steps is {}, but must be 1 where both players move at once", turn.generator_steps);
  if (turn.extrapolate && turn.order != Turn::Order::simultaneous)
    return "extrapolate is true, but must be false where players move in turn: only both at once look a step ahead";
  if (turn.order > Turn::Order::simultaneous)
    return fmt::format("order is {}, but must be critic_first, generator_first or simultaneous",
                       static_cast<int>(turn.order));
  return {};
}

std::string fault_of(const Shape& shape) {
  std::int64_t size = 1;
  for (const std::int64_t n : shape.dims)
    if (n < 1 || __builtin_mul_overflow(size, n, &size) || size > largest_sample)
      return fmt::format("shape is {}, but must have positive sizes whose product is below 2^31", to_string(shape));
  return shape.dims.empty() ? "shape is empty, but must have at least one size" : "";
}

}  // namespace ganzoo
