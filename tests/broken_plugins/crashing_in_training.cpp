#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "scheduler.hpp"

namespace {

/// Makes the file that GANZOO_TEST_ONCE names; false where it is there already.
bool is_first() {
  const char* name = std::getenv("GANZOO_TEST_ONCE");
  std::FILE* file = name ? std::fopen(name, "wx") : nullptr;
  return file && std::fclose(file) == 0;
}

/// Dies in step 100 of its training, in the way asked for.
struct CrashingInTraining : Ordinary {
  std::string how = "signal";
  static constexpr auto parameters = std::tuple{ganzoo::choice("how", &CrashingInTraining::how, "the way it ends",
                                                               "signal", "abort", "exit", "kill", "kill_once")};

  ganzoo::Turn next(const ganzoo::Progress& progress) override {
    if (progress.step == 100 && how == "signal") std::raise(SIGSEGV);
    if (progress.step == 100 && how == "abort") std::abort();
    if (progress.step == 100 && how == "exit") std::_Exit(0);
    if (progress.step == 100 && how == "kill") std::raise(SIGKILL);
    if (progress.step == 100 && how == "kill_once" && is_first()) std::raise(SIGKILL);
    return {};
  }
};

}  // namespace

GANZOO_PLUGIN(CrashingInTraining)
