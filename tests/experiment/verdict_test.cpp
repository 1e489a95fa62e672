/// What becomes of a cell is judged by its process's end and its file, whatever was said.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <ganzoo/experiment/run/progress.hpp>
#include <ganzoo/experiment/run/verdict.hpp>
#include <ganzoo/os/terminal.hpp>

#include "support/catch.hpp"
#include "support/files.hpp"
#include "support/temporary.hpp"

using namespace ganzoo;
using namespace ganzoo::experiment;
using K = Outcome::Kind;

namespace {

Evidence evidence(const os::Ending& ending, const std::string& status) {
  Evidence all{.ending = ending};
  all.state.exists = !status.empty();
  all.state.status = status;
  all.step = 7;
  return all;
}

os::Ending exited(int code) { return {false, code}; }
os::Ending killed(int number) { return {true, number}; }

}  // namespace

TEST_CASE("a run that is over is over, however its process ended", "[unit]") {
  for (const os::Ending& ending :
       {exited(0), exited(143), exited(3), killed(SIGTERM), killed(SIGKILL), killed(SIGSEGV)}) {
    Evidence all = evidence(ending, "finished");
    all.asked_to_stop = true;
    CHECK(judge(all).kind == K::finished);
    CHECK(judge(evidence(ending, "diverged")).kind == K::diverged);
  }
}

TEST_CASE("an exit code is no proof of an interruption, of an environment's fault or of an end", "[unit]") {
  CHECK(judge(evidence(exited(143), "interrupted")).kind == K::interrupted);
  CHECK(judge(evidence(exited(130), "interrupted")).code == 130);
  for (const int code : {0, 1, 3, 4, 5, 70, 130, 143}) {
    CAPTURE(code);
    const Outcome outcome = judge(evidence(exited(code), "running"));
    CHECK(outcome.kind == K::failed);
    CHECK(outcome.to_be_recorded);
    CHECK_FALSE(outcome.concerns_all);
  }
}

TEST_CASE("a worker's own error counts where its exit code is the same, and only the environment's stops the others",
          "[unit]") {
  Evidence all = evidence(exited(4), "running");
  all.error = Error(Exit::environment, "run.h5: cannot be written: No space left on device");
  CHECK(judge(all).kind == K::stopped);
  CHECK(judge(all).concerns_all);
  all.ending = exited(9);
  CHECK(judge(all).kind == K::failed);
  CHECK_FALSE(judge(all).concerns_all);
  all = evidence(exited(1), "failed");
  all.error = Error(Exit::cells_failed, "no luck");
  CHECK(judge(all).kind == K::failed);
  CHECK_FALSE(judge(all).to_be_recorded);
}

TEST_CASE("a signal is a wish from outside unless it is a fault of the code that ran", "[unit]") {
  CHECK(judge(evidence(killed(SIGKILL), "running")).kind == K::killed);
  CHECK(judge(evidence(killed(SIGSEGV), "running")).kind == K::failed);
  CHECK(judge(evidence(killed(SIGSEGV), "running")).complaints[0].message ==
        "killed by signal 11 (Segmentation fault) at step 7");
  Evidence all = evidence(killed(SIGTERM), "");
  all.asked_to_stop = true;
  CHECK(judge(all).kind == K::interrupted);
  all.given_up = "took more than 4 s";
  CHECK(judge(all).kind == K::failed);
}

TEST_CASE("a worker that dies of its own fault while it is asked to stop is no interruption", "[unit]") {
  for (const int fault : {SIGABRT, SIGSEGV, SIGBUS}) {
    Evidence all = evidence(killed(fault), "running");
    all.asked_to_stop = true;
    CHECK(judge(all).kind == K::failed);
    CHECK(judge(all).to_be_recorded);
  }
  CHECK(judge(evidence(exited(128 + SIGXCPU), "interrupted")).kind == K::interrupted);
  CHECK(judge(evidence(exited(128 + SIGXCPU), "running")).kind == K::failed);
}

TEST_CASE("where nobody watches, a line a minute tells the time, the step, the rate and what is left", "[unit]") {
  const TemporaryFolder folder;
  const int before = dup(STDERR_FILENO), file = open((folder.path / "err").c_str(), O_RDWR | O_CREAT, 0644);
  dup2(file, STDERR_FILENO);
  {
    Progress progress({"kl-1", "js-2"}, Progress::Style::lines);
    const auto now = Progress::Clock::now();
    progress.beat(0, 600, 6000);  // where it was resumed
    progress.tick(now + std::chrono::seconds(59));
    progress.beat(0, 1200, 6000);
    progress.tick(now + std::chrono::seconds(100));
    progress.tick(now + std::chrono::seconds(110));
  }
  dup2(before, STDERR_FILENO);
  const std::string text = files::read(folder.path / "err");
  CAPTURE(text);
  CHECK(std::count(text.begin(), text.end(), '\n') == 1);
  CHECK(text.starts_with("[0/2] "));
  CHECK(text.find(" kl-1 at step 1200 of 6000, 6.0 steps/s, ETA 30:0") != std::string::npos);
  close(before);
  close(file);
}
