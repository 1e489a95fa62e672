#include <fmt/format.h>

#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/session/epochs.hpp>
#include <ganzoo/train/sound.hpp>

namespace ganzoo::experiment {
namespace {

/// A critic that is passed over in so many turns will never have seen its epochs.
constexpr std::int64_t most_idle_turns = 1'000'000;

Turn next_turn(Scheduler& scheduler, const Progress& progress, const std::string& who) {
  const Turn turn = scheduler.next(progress);
  const std::string fault = fault_of(turn);
  if (fault.empty()) return turn;
  throw Error(Exit::cells_failed, fmt::format("{}: its turn at step {}: {}", who, progress.step, fault));
}

[[noreturn]] void refuse_idle(const std::string& who, std::int64_t step) {
  throw Error(
      Exit::cells_failed,
      fmt::format("{}: critic_steps is 0 in the {} turns before step {}, but must be positive in some: its epochs "
                  "never end",
                  who, most_idle_turns, step));
}

}  // namespace

std::int64_t steps_for(double samples, std::int64_t batch) {
  std::int64_t steps = 0;
  while (static_cast<double>(steps * batch) < samples) ++steps;
  return steps;
}

std::int64_t steps_for(double samples, std::int64_t batch, Scheduler& scheduler, const std::string& who) {
  Progress progress{.step = 0, .steps = 1, .critic_updates = 0};
  std::int64_t idle = 0;
  while (static_cast<double>(progress.critic_updates * batch) < samples) {
    const Turn turn = next_turn(scheduler, progress, who);
    const std::int64_t updates = turn.critic_steps;
    idle = updates == 0 ? idle + 1 : 0;
    if (idle == most_idle_turns) refuse_idle(who, progress.step + 1);
    const std::int64_t step = progress.step + turn.generator_steps;
    progress = {step, step + 1, progress.critic_updates + updates};
  }
  return progress.step;
}

}  // namespace ganzoo::experiment
