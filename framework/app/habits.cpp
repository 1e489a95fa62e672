#include "habits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace ganzoo::app {
namespace {

struct Habit {
  std::string_view option;
  std::string_view hint;  ///< {}: the value that was given
};

constexpr std::array of_run{
    Habit{"--seed", "a setting is no option: write seed={}"},
    Habit{"--epochs", "a setting is no option: write epochs={}"},
    Habit{"--num-epochs", "a setting is no option: write epochs={}"},
    Habit{"--max-epochs", "a setting is no option: write epochs={}"},
    Habit{"--steps", "a setting is no option: write steps={}"},
    Habit{"--n-steps", "a setting is no option: write steps={}"},
    Habit{"--num-steps", "a setting is no option: write steps={}"},
    Habit{"--max-steps", "a setting is no option: write steps={}"},
    Habit{"--iterations", "a setting is no option: write steps={}"},
    Habit{"--batch-size", "a setting is no option: write train.batch={}"},
    Habit{"--batch_size", "a setting is no option: write train.batch={}"},
    Habit{"--batch", "a setting is no option: write train.batch={}"},
    Habit{"--threads", "a setting is no option: write train.threads={}"},
    Habit{"--lr", "a setting is no option: write optimizer.generator.rate={0} optimizer.discriminator.rate={0}"},
    Habit{"--learning-rate",
          "a setting is no option: write optimizer.generator.rate={0} optimizer.discriminator.rate={0}"},
    Habit{"--learning_rate",
          "a setting is no option: write optimizer.generator.rate={0} optimizer.discriminator.rate={0}"},
    Habit{"--resume", "the same command goes on where the run stopped"},
    Habit{"--continue", "the same command goes on where the run stopped"},
    Habit{"--dry-run", "--list prints the cells and runs nothing"},
    Habit{"--dry_run", "--list prints the cells and runs nothing"},
    Habit{"-n", "--list prints the cells and runs nothing"},
    Habit{"-m", "a list makes many cells: grid.seed=[0,1,2], or [grid] in the file"},
    Habit{"--multirun", "a list makes many cells: grid.seed=[0,1,2], or [grid] in the file"},
    Habit{"--config", "the experiment file needs no option: ganzoo run EXPERIMENT.toml"},
    Habit{"-c", "the experiment file needs no option: ganzoo run EXPERIMENT.toml"},
    Habit{"--device", "ganzoo trains on processors: train.threads and --jobs share them out"},
    Habit{"--gpu", "ganzoo trains on processors: train.threads and --jobs share them out"},
    Habit{"--gpus", "ganzoo trains on processors: train.threads and --jobs share them out"},
    Habit{"--workers", "did you mean --jobs?"},
    Habit{"--num-workers", "did you mean --jobs?"},
    Habit{"--overwrite", "--fresh runs every cell again"},
    Habit{"--force", "--fresh runs every cell again"}};

constexpr std::array of_all{Habit{"-o", "did you mean --out?"},          Habit{"--output", "did you mean --out?"},
                            Habit{"-j", "did you mean --jobs?"},         Habit{"-q", "did you mean --quiet?"},
                            Habit{"-v", "did you mean --verbose?"},      Habit{"--json", "did you mean --format json?"},
                            Habit{"--csv", "did you mean --format csv?"}};

template <class Habits>
std::string_view find(const Habits& habits, const std::string& option) {
  const auto found = std::ranges::find(habits, option, &Habit::option);
  return found == habits.end() ? std::string_view() : found->hint;
}

}  // namespace

std::string hint_for_option(const std::string& verb, const std::string& option, const std::string& value) {
  std::string_view hint = verb == "run" ? find(of_run, option) : std::string_view();
  if (hint.empty()) hint = find(of_all, option);
  return fmt::format(fmt::runtime(hint), value.empty() ? "…" : value);
}

}  // namespace ganzoo::app
