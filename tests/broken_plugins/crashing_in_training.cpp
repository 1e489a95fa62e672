#include <csignal>
#include <cstdlib>

#include "scheduler.hpp"

namespace {

/// Dies in step 100 of its training, in the way asked for.
struct CrashingInTraining : Ordinary {
  std::string how = "signal";
  static constexpr auto parameters =
      std::tuple{ganzoo::choice("how", &CrashingInTraining::how, "the way it ends", "signal", "abort", "exit", "kill")};

  ganzoo::Turn next(const ganzoo::Progress& progress) override {
    if (progress.step == 100 && how == "signal") std::raise(SIGSEGV);
    if (progress.step == 100 && how == "abort") std::abort();
    if (progress.step == 100 && how == "exit") std::_Exit(0);
    if (progress.step == 100 && how == "kill") std::raise(SIGKILL);
    return {};
  }
};

}  // namespace

GANZOO_PLUGIN(CrashingInTraining)
