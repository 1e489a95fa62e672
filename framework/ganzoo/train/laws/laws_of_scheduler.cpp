#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/core/archive.hpp>
#include <ganzoo/train/laws/laws.hpp>
#include <ganzoo/train/scheduler.hpp>

namespace ganzoo::laws {
namespace {

constexpr std::int64_t whole = 1200;

/// Plays turns from where `progress` stands.
std::vector<Turn> play(Scheduler& scheduler, Progress& progress, std::int64_t turns) {
  std::vector<Turn> all;
  for (std::int64_t i = 0; i < turns; ++i) {
    const Turn turn = all.emplace_back(scheduler.next(progress));
    progress = {progress.step + turn.generator_steps, progress.steps, progress.critic_updates + turn.critic_steps};
  }
  return all;
}

bool same(const Turn& a, const Turn& b) {
  return a.critic_steps == b.critic_steps && a.generator_steps == b.generator_steps && a.order == b.order &&
         a.extrapolate == b.extrapolate && a.critic_rate == b.critic_rate && a.generator_rate == b.generator_rate;
}

std::string told(const Turn& t) {
  return fmt::format("{} critic and {} generator steps, order {}, rates {:.6g} and {:.6g}", t.critic_steps,
                     t.generator_steps, static_cast<int>(t.order), t.critic_rate, t.generator_rate);
}

Counterexample sound_turns(const Specimen& s) {
  for (const std::int64_t steps : {whole, std::int64_t{0}}) {
    Progress progress{.step = 0, .steps = steps, .critic_updates = 0};
    const auto scheduler = s.make<Scheduler>();
    const std::vector<Turn> turns = play(*scheduler, progress, whole);
    for (std::size_t i = 0; i < turns.size(); ++i) {
      const Turn& t = turns[i];
      const bool rates = std::isfinite(t.critic_rate + t.generator_rate) && t.critic_rate >= 0 && t.generator_rate >= 0;
      const bool together =
          t.order == Turn::Order::simultaneous ? t.critic_steps == 1 && t.generator_steps == 1 : !t.extrapolate;
      const auto is_number = [](std::int64_t n) { return n >= 1 && n <= 1'000'000; };
      if (!is_number(t.critic_steps) || !is_number(t.generator_steps) || !rates || !together)
        return fmt::format("turn {} of {}: {}", i, steps, told(t));
    }
  }
  return {};
}

/// Prime numbers of turns: no counter's period hides in them.
constexpr std::int64_t turns_before_saving = 7919, turns_after_loading = 12007,
                       long_run = turns_before_saving + turns_after_loading;

Counterexample pure(const Specimen& s) {
  const auto a = s.make<Scheduler>(), b = s.make<Scheduler>();
  Progress pa{.steps = long_run}, pb{.steps = long_run};
  const auto first = play(*a, pa, turns_before_saving), second = play(*b, pb, turns_before_saving);
  for (std::size_t i = 0; i < first.size(); ++i)
    if (!same(first[i], second[i]))
      return fmt::format("turn {} is {} in one run and {} in the next", i, told(first[i]), told(second[i]));
  return {};
}

Counterexample scheduler_resumes(const Specimen& s) {
  const auto a = s.make<Scheduler>(), b = s.make<Scheduler>();
  Progress progress{.steps = long_run};
  play(*a, progress, turns_before_saving);
  Saved saved;
  Archive out = Archive::saver(saved);
  a->state(out);
  Archive in = Archive::loader(saved);
  b->state(in);
  Progress again = progress;
  const auto there = play(*a, progress, turns_after_loading), here = play(*b, again, turns_after_loading);
  for (std::size_t i = 0; i < here.size(); ++i)
    if (!same(there[i], here[i]))
      return fmt::format("turn {} is {}; in a run resumed at turn {} it is {}",
                         turns_before_saving + static_cast<std::int64_t>(i), told(there[i]), turns_before_saving,
                         told(here[i]));
  return {};
}

/// From where it is highest, a rate falls to nothing: before, it may warm up; how high it is, is the author's.
Counterexample rate_stays(const std::vector<Turn>& turns, const char* whose, double Turn::*rate) {
  std::size_t top = 0;
  for (std::size_t i = 1; i < turns.size(); ++i)
    if (turns[i].*rate > turns[top].*rate) top = i;
  for (std::size_t i = top + 1; i < turns.size(); ++i)
    if (turns[i].*rate > turns[i - 1].*rate) return fmt::format("the {}'s rate rises at turn {}", whose, i);
  const double highest = turns[top].*rate, last = turns.back().*rate;
  if (highest > 0 && last < 0.05 * highest) return {};
  return fmt::format("the {}'s rate goes from {:.4g} to {:.4g}, not to 0", whose, highest, last);
}

Counterexample decays(const Specimen& s) {
  for (const char* shape : {"linear", "cosine"}) {
    Table more;
    more.set("decay", shape);
    const auto scheduler = s.make<Scheduler>(more);
    Progress progress{.steps = whole};
    const auto turns = play(*scheduler, progress, whole);
    for (const auto& [whose, rate] : {std::pair{"critic", &Turn::critic_rate}, {"generator", &Turn::generator_rate}})
      if (auto found = rate_stays(turns, whose, rate)) return fmt::format("with decay = \"{}\" {}", shape, *found);
  }
  return {};
}

/// A parameter `decay` that names a shape; another of that name is the author's own.
bool has_decay(const Specimen& s) {
  return std::ranges::any_of(s.schema(), [](const ParameterSchema& p) {
    return p.name == "decay" && std::ranges::count(p.choices, "linear") && std::ranges::count(p.choices, "cosine");
  });
}

}  // namespace

std::vector<double> scheduler_behaviour(const Specimen& s) {
  const auto scheduler = s.make<Scheduler>();
  Progress progress{.steps = whole};
  std::vector<double> numbers;
  for (const Turn& t : play(*scheduler, progress, 1009))
    numbers.insert(numbers.end(), {static_cast<double>(t.critic_steps), static_cast<double>(t.order), t.critic_rate,
                                   t.generator_rate});
  return numbers;
}

const std::vector<Law>& scheduler_laws() {
  static const std::vector<Law> all{
      {"sound_turns", "a turn that no trainer can play: too few or many critic steps, or a rate that is none",
       "one such turn of 1200", sound_turns},
      {"pure", "the same progress gives another turn in another run: runs cannot be repeated",
       "a counter that other runs share, of any period up to 7919 turns", pure},
      {"resumes", "what changes during training is not all in state(): a resumed run differs",
       "a counter of any period up to 12007 turns", scheduler_resumes},
      {"decays", "the rates do not fall to 0 as `decay` says",
       "a rate that ends above 5 % of its highest, or rises again", decays, true, has_decay},
  };
  return all;
}

}  // namespace ganzoo::laws
