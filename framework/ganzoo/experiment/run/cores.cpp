#include <sched.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <ganzoo/config/path.hpp>
#include <ganzoo/experiment/run/cores.hpp>

namespace ganzoo::experiment {
namespace {

/// What a scheduler has given to this task, though it may not have bound it to them.
int cores_of_task(int bound) {
  const char* given = std::getenv("SLURM_CPUS_PER_TASK");
  int cores = 0;
  if (!given || std::from_chars(given, given + std::strlen(given), cores).ec != std::errc()) return bound;
  return std::clamp(cores, 1, bound);
}

int cores() {
  cpu_set_t set;
  return cores_of_task(sched_getaffinity(0, sizeof set, &set) == 0 ? std::max(1, CPU_COUNT(&set)) : 1);
}

}  // namespace

std::int64_t threads_of(const Table& spec) {
  const Value* value = config::find(spec, {"train", "threads"});
  const auto* threads = value ? value->get_if<std::int64_t>() : nullptr;
  return threads ? *threads : 1;
}

int cells_at_once(int asked_for, std::int64_t threads) {
  return asked_for > 0 ? asked_for : std::max(1, static_cast<int>(cores() / threads));
}

}  // namespace ganzoo::experiment
