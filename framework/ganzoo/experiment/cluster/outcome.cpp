#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <ganzoo/experiment/ask/cell_state.hpp>
#include <ganzoo/experiment/cluster/outcome.hpp>
#include <ganzoo/experiment/cluster/slurm.hpp>
#include <thread>

namespace ganzoo::experiment {
namespace {

constexpr std::chrono::milliseconds first_look{1000}, longest_wait{5000};

struct Counts {
  std::size_t finished = 0, diverged = 0, failed = 0, cut = 0, left = 0;
};

Counts counts_of(const Preparation& all, const std::vector<Contest>& contests) {
  Counts counts;
  for (const Cell& cell : all.expansion.cells) {
    const CellState state = cell_state_in(all.out / cell.id);
    ++(state.status == "finished"   ? counts.finished
       : state.status == "diverged" ? counts.diverged
       : state.status == "failed"   ? counts.failed
       : cut_in(state.reason)       ? counts.cut
                                    : counts.left);
  }
  if (!contests.empty()) counts.left = left_of(contests, all.out).size();
  return counts;
}

}  // namespace

int wait_for_end(const std::vector<std::string>& jobs, const Preparation& all, const std::vector<Contest>& contests) {
  for (auto wait = first_look; !slurm::living(jobs).empty(); wait = std::min(longest_wait, wait * 3 / 2))
    std::this_thread::sleep_for(wait);
  const auto [finished, diverged, failed, cut, left] = counts_of(all, contests);
  fmt::print("{}: {} finished, {} diverged, {} failed{}{}\n", all.out.string(), finished, diverged, failed,
             cut == 0 ? "" : fmt::format(", {} cut", cut),
             left == 0 ? "" : fmt::format(", {} left: the same command goes on", left));
  return left > 0 ? 128 + SIGTERM : failed > 0 ? static_cast<int>(Exit::cells_failed) : 0;
}

}  // namespace ganzoo::experiment
