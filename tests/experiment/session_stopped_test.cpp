// One cell from spec to run.h5, stopped and killed at will.
#include "session_scene.hpp"

using namespace ganzoo;
using namespace ganzoo::experiment;
namespace fs = std::filesystem;
using namespace session_scene;

TEST_CASE("signals wait until training asks for them, and no handler runs amid its arithmetic", "[unit]") {
  const auto waits = [](int number) {
    sigset_t waiting;
    sigpending(&waiting);
    return sigismember(&waiting, number) == 1;
  };
  const auto holds_back = [](int number) {
    sigset_t mask;
    pthread_sigmask(SIG_SETMASK, nullptr, &mask);
    return sigismember(&mask, number) == 1;
  };
  for (const int number : {SIGTERM, SIGINT, SIGXCPU}) {
    CAPTURE(number);
    REQUIRE_FALSE(holds_back(number));
    {
      const StopSignals signals;
      CHECK(stop_signal() == 0);
      bool member_holds_back = false;
      std::thread([&] { member_holds_back = holds_back(number); }).join();
      CHECK(member_holds_back);
      std::raise(number);
      CHECK(waits(number));
      CHECK(stop_signal() == number);
      CHECK(stop_signal() == number);
      CHECK_FALSE(waits(number));
      std::raise(number);  // again: a scheduler's copies
    }
    CHECK_FALSE(waits(number));
    CHECK_FALSE(holds_back(number));
    const StopSignals signals;
    CHECK(stop_signal() == 0);
  }
}

TEST_CASE("a run stopped by a signal at any step goes on with the same bits", "[unit]") {
  const log::RunFile whole = run_whole();
  for (const auto& stops : {std::vector<std::int64_t>{0}, {1}, {0, 1}, {13, 37}, {7, 25, 59}}) {
    const TemporaryFolder folder;
    for (const std::int64_t stop : stops) {
      Session session = session_in(folder.path);
      session.beat = [&](std::int64_t step, std::int64_t) {
        if (step == stop) std::raise(stop % 2 ? SIGTERM : SIGINT);
      };
      CHECK(run_session(session) == (stop % 2 ? 143 : 130));
      const log::RunFile run = log::read(folder.path / "run.h5");
      CHECK(run.status == log::Status::interrupted);
      CHECK(run.step == stop);
      CHECK_FALSE(run.checkpoint.empty());
    }
    CHECK(run_session(session_in(folder.path)) == 0);
    check_same(log::read(folder.path / "run.h5"), whole);
  }
}

namespace {

/// A short run with a scheduler and a metric that do at one of their uses what they are told to.
std::string troubled(const std::string& scheduler, const std::string& metric) {
  const auto module = [](const std::string& kind, const std::string& trouble) {
    return "name = \"" GANZOO_BUILD_DIR "/hostile/" + kind + ".so\", when = \"use\", " + trouble;
  };
  std::string text = replaced(small_ring, "steps = 60", "steps = 12");
  text = replaced(text, "every = 25", "every = 4");
  text = replaced(text, "every = 7", "every = 3");
  text = replaced(text, "names = [{ name = \"modes\" }]",
                  "names = [{ " + module("metric", metric) + " }, { name = \"modes\" }]");
  return replaced(text, "[scheduler]\nname = \"alternating\"\ncritic_steps = 2\ndecay = \"linear\"\n",
                  "[scheduler]\nname = \"" GANZOO_BUILD_DIR "/hostile/scheduler.so\"\nwhen = \"use\"\n" +
                      replaced(scheduler, ", ", "\n") + "\n");
}

const std::string no_trouble = "way = \"none\", at = 0";

Session troubled_session(const fs::path& folder, const std::string& text) {
  Session session = session_in(folder, text);
  session.spec_sha256 = "the same whatever the trouble";
  return session;
}

}  // namespace

TEST_CASE("a run stopped in any step or evaluation, the first and the last included, goes on with the same bits",
          "[unit]") {
  const log::RunFile whole = run_whole(troubled(no_trouble, no_trouble));
  CHECK(steps_of(whole.metrics) == std::vector<std::int64_t>{0, 4, 8, 12});
  for (const auto& [way, code] : {std::pair{"interrupt", 130}, std::pair{"terminate", 143}})
    for (const bool in_metric : {false, true})
      for (int at = 0; at < (in_metric ? 8 : 12);
           ++at) {  // of each evaluation, the averaged generator's is another use
        CAPTURE(way, in_metric, at);
        const std::string trouble = std::string("way = \"") + way + "\", at = " + std::to_string(at);
        const TemporaryFolder folder;
        const int first = run_session(
            troubled_session(folder.path, in_metric ? troubled(no_trouble, trouble) : troubled(trouble, no_trouble)));
        const bool too_late = !in_metric && at == 11;  // the last step is done, and its evaluation is left
        CHECK(first == code);
        const log::RunFile then = log::read(folder.path / "run.h5");
        CHECK(then.status == log::Status::interrupted);
        if (too_late) CHECK(then.step == 12);
        CHECK(run_session(troubled_session(folder.path, troubled(no_trouble, no_trouble))) == 0);
        check_same(log::read(folder.path / "run.h5"), whole);
      }
}

TEST_CASE("what a run recorded before it failed is kept, with the true step, and it goes on from its last commit",
          "[unit]") {
  const std::string commit = GENERATE(as<std::string>(), "commit = 0.0", "commit = 1e6");
  const auto text = [&](const std::string& scheduler, const std::string& metric) {
    return replaced(troubled(scheduler, metric), "commit = 0.0", commit);
  };
  const log::RunFile whole = run_whole(text(no_trouble, no_trouble));
  for (const bool in_metric : {false, true}) {
    CAPTURE(commit, in_metric);
    const std::string trouble = std::string("way = \"throw_environment\", at = ") + (in_metric ? "4" : "7");
    const TemporaryFolder folder;
    try {
      run_session(troubled_session(folder.path, in_metric ? text(no_trouble, trouble) : text(trouble, no_trouble)));
      FAIL("it did not fail");
    } catch (const Error& error) {
      CHECK(error.code() == Exit::cells_failed);
    }
    const log::RunFile failed = log::read(folder.path / "run.h5");
    CHECK(failed.status == log::Status::failed);
    CHECK(failed.reason.find("a fault of its own") != std::string::npos);
    CHECK(failed.step == (in_metric ? 8 : 7));
    CHECK(steps_of(failed.train).back() == 6);
    CHECK(steps_of(failed.metrics).back() == 4);
    CHECK(failed.checkpoint.empty() == (commit == "commit = 1e6"));
    CHECK(run_session(troubled_session(folder.path, text(no_trouble, no_trouble))) == 0);
    check_same(log::read(folder.path / "run.h5"), whole);
  }
}

TEST_CASE("a run killed again and again ends with the same bits", "[unit]") {
  const std::string text = replaced(small_ring, "steps = 60", "steps = 1500");
  const log::RunFile whole = run_whole(text);
  const TemporaryFolder folder;
  int kills = 0;
  for (bool finished = false; !finished && kills < 50;) {
    const pid_t child = fork();
    if (child == 0) {
      Session session = session_in(folder.path, text);
      std::int64_t first = -1;
      session.beat = [&](std::int64_t step, std::int64_t) {
        if (first < 0) first = step;
        if (step >= first + 301 + 37 * kills) std::raise(SIGKILL);
      };
      _exit(run_session(session));
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    finished = WIFEXITED(status);
    if (finished) CHECK(WEXITSTATUS(status) == 0);
    kills += finished ? 0 : 1;
  }
  CHECK(kills > 0);
  check_same(log::read(folder.path / "run.h5"), whole);
}

TEST_CASE("a failure is recorded beside an interrupted run, and never over one that finished or diverged", "[unit]") {
  const TemporaryFolder folder;
  const fs::path file = folder.path / "run.h5";
  REQUIRE(run_session(session_in(folder.path)) == 0);
  log::RunFile run = log::read(file);
  Order order;
  order.cell = "base-00000000";
  order.spec = small_ring;
  order.failure = "killed by signal 11";
  for (const log::Status status : {log::Status::finished, log::Status::diverged}) {
    run.status = status;
    log::write(file, run);
    mark_failed(folder.path, order);
    CHECK(log::read(file).status == status);
    CHECK(log::read(file).reason != order.failure);
  }
  run.status = log::Status::interrupted;
  log::write(file, run);
  mark_failed(folder.path, order);
  CHECK(log::read(file).status == log::Status::failed);
  CHECK(log::read(file).reason == order.failure);
  check_same(log::read(file).train, run.train);
}

TEST_CASE("a run of another component, data, spec or instruction set is not gone on from, nor touched", "[unit]") {
  const TemporaryFolder folder;
  const fs::path file = folder.path / "run.h5";
  Session session = session_in(folder.path);
  session.beat = [](std::int64_t step, std::int64_t) {
    if (step == 10) std::raise(SIGTERM);
  };
  REQUIRE(run_session(session) == 143);
  const log::RunFile then = log::read(file);
  const auto refused = [&](const log::RunFile& run, const std::string& word) {
    log::write(file, run);
    const auto written = fs::last_write_time(file);
    try {
      run_session(session_in(folder.path));
      FAIL("it went on");
    } catch (const Error& error) {
      CHECK(error.code() == Exit::corrupt);
      CHECK(std::string(error.what()).find(word) != std::string::npos);
    }
    CHECK(fs::last_write_time(file) == written);
  };
  log::RunFile other = then;
  other.provenance["isa"] = "abacus";
  refused(other, "isa was abacus");
  other = then;
  other.provenance["data_sha256"] = "00";
  refused(other, "data_sha256");
  other = then;
  other.provenance_components.own()["divergence"]["sha256"] = "00";
  refused(other, "divergence minimax is not the file it was");
  other = then;
  other.spec += "\n";
  refused(other, "another spec");
}

TEST_CASE("another title, another interval of commits or another place of files does not keep a run from going on",
          "[unit]") {
  const log::RunFile whole = run_whole();
  const TemporaryFolder folder;
  Session session = session_in(folder.path);
  session.spec_sha256 = "abc";
  session.beat = [](std::int64_t step, std::int64_t) {
    if (step == 10) std::raise(SIGTERM);
  };
  REQUIRE(run_session(session) == 143);
  std::string text = replaced(small_ring, "title = \"small ring\"", "title = \"large ring\"");
  text = replaced(replaced(text, "commit = 0.0", "commit = 5.0"), "paths = []", "paths = [\"/nowhere\"]");
  Session other = session_in(folder.path, text);
  other.spec_sha256 = "abd";
  CHECK_THROWS_AS(run_session(other), Error);
  other.spec_sha256 = "abc";
  CHECK(run_session(other) == 0);
  const log::RunFile run = log::read(folder.path / "run.h5");
  CHECK(run.title == "large ring");
  check_same(run, whole);
}
