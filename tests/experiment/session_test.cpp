/// One cell from spec to run.h5, stopped and killed at will.
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <csignal>
#include <cstring>
#include <fstream>
#include <ganzoo/config/toml.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/run/worker.hpp>
#include <ganzoo/experiment/session/players.hpp>
#include <ganzoo/experiment/session/session.hpp>
#include <ganzoo/experiment/session/snapshots.hpp>
#include <ganzoo/experiment/session/stop_signals.hpp>
#include <ganzoo/log/ran_away.hpp>
#include <ganzoo/log/run_file.hpp>
#include <map>
#include <thread>

#include "support/catch.hpp"
#include "support/temporary.hpp"

using namespace ganzoo;
using namespace ganzoo::experiment;
namespace fs = std::filesystem;

namespace {

constexpr const char* small_ring = R"(
title = "small ring"
steps = 60
seed = 3
[data]
name = "ring"
[generator]
name = "mlp"
noise = 4
hidden = [16, 16]
batch_norm = true
[discriminator]
name = "mlp"
hidden = [16, 16]
dropout = 0.1
[divergence]
name = "minimax"
[[regularizer]]
name = "weight_clip"
bound = { from = 0.5, to = 0.1, shape = "linear" }
[scheduler]
name = "alternating"
critic_steps = 2
decay = "linear"
[optimizer.generator]
name = "adam"
rate = 1e-3
[optimizer.discriminator]
name = "rmsprop"
rate = 1e-3
[train]
batch = 32
threads = 1
precision = "fp32"
ema = 0.9
[metrics]
every = 25
samples = 200
names = [{ name = "modes" }]
[log]
every = 7
snapshots = 4
commit = 0.0
keep_checkpoint = false
[plugins]
paths = []
)";

Session session_in(const fs::path& folder, const std::string& text = small_ring) {
  Session session;
  session.cell = "base-00000000";
  session.spec = config::parse_toml(text, "small.toml");
  session.folder = folder;
  session.command = "ganzoo run small.toml";
  return session;
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  return text.replace(text.find(what), what.size(), by);
}

log::RunFile run_whole(const std::string& text = small_ring) {
  const TemporaryFolder folder;
  REQUIRE(run_session(session_in(folder.path, text)) == 0);
  return log::read(folder.path / "run.h5");
}

template <class T>
bool same_bits(const std::vector<T>& a, const std::vector<T>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0;
}

void check_same(const log::Table& a, const log::Table& b) {
  REQUIRE(a.columns.size() == b.columns.size());
  for (std::size_t i = 0; i < a.columns.size(); ++i) {
    if (a.columns[i].name == "wall_time") continue;
    INFO(a.columns[i].name);
    CHECK(std::visit(
        [&](const auto& v) { return same_bits(v, std::get<std::decay_t<decltype(v)>>(b.columns[i].values)); },
        a.columns[i].values));
  }
}

/// Everything but times.
void check_same(const log::RunFile& a, const log::RunFile& b) {
  CHECK(a.status == b.status);
  CHECK(a.step == b.step);
  CHECK(a.sample_steps == b.sample_steps);
  check_same(a.train, b.train);
  check_same(a.metrics, b.metrics);
  for (auto part : {&log::RunFile::weights, &log::RunFile::samples}) {
    REQUIRE((a.*part).size() == (b.*part).size());
    for (const auto& [name, array] : a.*part) {
      INFO(name);
      REQUIRE((b.*part).contains(name));
      CHECK(same_bits(array.values, (b.*part).at(name).values));
    }
  }
}

std::vector<std::int64_t> steps_of(const log::Table& table) {
  return std::get<std::vector<std::int64_t>>(table.find("step")->values);
}

std::string text_of(const log::Attributes& attributes, const char* key) {
  return std::get<std::string>(attributes.at(key));
}

}  // namespace

TEST_CASE("a session leaves a finished run with its rows, metrics, snapshots, weights and provenance", "[unit]") {
  const TemporaryFolder folder;
  REQUIRE(run_session(session_in(folder.path)) == 0);
  const log::RunFile run = log::read(folder.path / "run.h5");
  CHECK(run.status == log::Status::finished);
  CHECK(run.title == "small ring");
  CHECK(run.seed == 3);
  CHECK(run.step == 60);
  CHECK(run.checkpoint.empty());
  CHECK(steps_of(run.train) == std::vector<std::int64_t>{7, 14, 21, 28, 35, 42, 49, 56, 60});
  CHECK(steps_of(run.metrics) == std::vector<std::int64_t>{0, 25, 50, 60});
  CHECK(run.metrics.find("modes.covered.ema"));
  CHECK(run.sample_steps == std::vector<std::int64_t>{0, 20, 40, 60});
  CHECK(run.samples.at("points").dims == std::vector<std::int64_t>{4, 1024, 2});
  CHECK(run.samples.at("noise").dims == std::vector<std::int64_t>{1024, 4});
  CHECK(run.weights.contains("generator/dense_0/weight"));
  CHECK(run.weights.contains("generator_ema/dense_0/weight"));
  CHECK(run.weights.contains("discriminator/dense_0/bias"));
  for (const char* key :
       {"ganzoo", "git", "compiler", "onednn", "isa", "host", "cpu", "started", "ended", "command", "data_sha256"})
    CHECK(run.provenance.contains(key));
  CHECK(text_of(run.provenance_components->at("divergence"), "name") == "minimax");
  CHECK(text_of(run.provenance_components->at("optimizer.discriminator"), "sha256").size() == 64);
  CHECK(run.provenance_components->contains("regularizer.0"));

  const auto written = fs::last_write_time(folder.path / "run.h5");
  CHECK(run_session(session_in(folder.path)) == 0);
  CHECK(fs::last_write_time(folder.path / "run.h5") == written);
}

TEST_CASE("a metric's column says its range and its direction", "[unit]") {
  const log::RunFile run = run_whole();
  const log::Attributes& covered = *run.metrics.find("modes.covered")->attributes;
  CHECK(std::get<double>(covered.at("lower")) == 0);
  CHECK(std::get<double>(covered.at("upper")) == 8);
  CHECK(text_of(covered, "better") == "higher");
  CHECK(std::get<double>(run.metrics.find("modes.kl")->attributes->at("upper")) == std::log(8.0));
  CHECK(run.floor.columns.empty());  // a spec that was not resolved asks for none
}

TEST_CASE("real is measured against real, which moves no bit of the run", "[unit]") {
  const log::RunFile base = run_whole();
  const log::RunFile with = run_whole(replaced(small_ring, "[metrics]\n", "[metrics]\nfloor = 5\n"));
  check_same(base, with);
  CHECK(with.floor.rows() == 5);
  const log::Column* covered = with.floor.find("modes.covered");
  REQUIRE(covered);
  for (const double v : std::get<std::vector<double>>(covered->values)) CHECK(v == 8);  // real samples miss no mode
  CHECK(std::get<std::int64_t>(covered->attributes->at("samples")) > 0);
  const auto quality = std::get<std::vector<double>>(with.floor.find("modes.high_quality")->values);
  CHECK(quality[0] != quality[1]);  // each draw is another
  CHECK_FALSE(with.metrics.find("modes.covered.validation"));
}

TEST_CASE("a selected metric is measured on samples set aside too, which moves no bit of the run", "[unit]") {
  const log::RunFile base = run_whole();
  log::RunFile with = run_whole(replaced(small_ring, "[metrics]\n", "[metrics]\nselect = \"modes.high_quality\"\n"));
  const log::Column* held_back = with.metrics.find("modes.high_quality.validation");
  REQUIRE(held_back);
  CHECK(std::get<std::vector<double>>(held_back->values).size() == 4);
  CHECK(held_back->values != with.metrics.find("modes.high_quality")->values);
  std::erase_if(with.metrics.columns, [](const log::Column& c) { return c.name.ends_with(".validation"); });
  check_same(base, with);
  const TemporaryFolder folder;
  Session session = session_in(folder.path);
  session.spec = config::parse_toml(replaced(small_ring, "[metrics]\n", "[metrics]\nselect = \"modes.coverd\"\n"), "");
  CHECK_THROWS_AS(run_session(session), Error);
}

TEST_CASE("a run has run away from where its numbers stay beyond all bounds to its end", "[unit]") {
  log::Table train;
  train.columns = {{"step", "updates", "", std::vector<std::int64_t>{10, 20, 30, 40}, {}},
                   {"critic_objective", "1", "", std::vector<double>{1e9, 1, -1e9, 2e20}, {}},
                   {"generator_gradient_norm", "1", "", std::vector<double>{1, 1, std::nan(""), 1}, {}}};
  CHECK(log::ran_away_at(train) == 30);
  std::get<std::vector<double>>(train.columns[1].values)[3] = 1;
  CHECK_FALSE(log::ran_away_at(train));
  std::get<std::vector<double>>(train.columns[2].values)[3] = 2 * log::runaway_bound;
  CHECK(log::ran_away_at(train) == 30);
  CHECK_FALSE(log::ran_away_at({}));
}

TEST_CASE("the interval of rows, snapshots and commits changes no weight", "[unit]") {
  const log::RunFile base = run_whole();
  const log::RunFile other =
      run_whole(replaced(replaced(small_ring, "every = 7", "every = 1"), "snapshots = 4", "snapshots = 0"));
  const log::RunFile one_commit = run_whole(replaced(small_ring, "commit = 0.0", "commit = 1e6"));
  for (const auto& [name, array] : base.weights) {
    INFO(name);
    CHECK(same_bits(array.values, other.weights.at(name).values));
    CHECK(same_bits(array.values, one_commit.weights.at(name).values));
  }
  CHECK(other.samples.empty());
  check_same(one_commit, base);
}

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

TEST_CASE("a run that diverges is a result: its step and tensor are told, its rows are kept", "[unit]") {
  const TemporaryFolder folder;
  const std::string text = replaced(replaced(small_ring, "name = \"adam\"\nrate = 1e-3", "name = \"sgd\"\nrate = 1e38"),
                                    "every = 7", "every = 1");
  CHECK(run_session(session_in(folder.path, text)) == 0);
  const log::RunFile run = log::read(folder.path / "run.h5");
  CHECK(run.status == log::Status::diverged);
  CHECK(run.reason.starts_with("step "));
  CHECK(run.checkpoint.empty());
  CHECK(run.step < 60);
  CHECK(run.train.rows() == run.step);
}

TEST_CASE("a component that is not there fails the run, and the file says why", "[unit]") {
  const TemporaryFolder folder;
  const std::string text = replaced(small_ring, "\"minimax\"", "\"minimacs\"");
  CHECK_THROWS_AS(run_session(session_in(folder.path, text)), Error);
  const log::RunFile run = log::read(folder.path / "run.h5");
  CHECK(run.status == log::Status::failed);
  CHECK(run.reason.find("minimacs") != std::string::npos);
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

TEST_CASE("snapshots are spaced evenly from the first step to the last", "[unit]") {
  CHECK(snapshot_steps(0, 100).empty());
  CHECK(snapshot_steps(1, 100) == std::set<std::int64_t>{100});
  CHECK(snapshot_steps(3, 100) == std::set<std::int64_t>{0, 50, 100});
  CHECK(snapshot_steps(20, 5).size() == 6);
}

TEST_CASE("epochs of endless data are refused", "[unit]") {
  const TemporaryFolder folder;
  try {
    run_session(session_in(folder.path, replaced(small_ring, "steps = 60", "epochs = 2")));
    FAIL("it was accepted");
  } catch (const Error& error) {
    CHECK(std::string(error.what()).find("epochs is given, but must not be") != std::string::npos);
  }
}

TEST_CASE("epochs end when the critic has seen the data that often, by the scheduler's own turns", "[unit]") {
  struct Ten : Data {
    Shape shape() const override { return {1}; }
    std::int64_t size(Split) const override { return 10; }
  };
  Table spec = config::parse_toml(replaced(small_ring, "steps = 60", "epochs = 3"), "");
  Registry registry = make_registry(spec);
  Players players = make_players(spec, registry);
  players.data = std::make_unique<Ten>();
  spec.find("train")->get_if<Table>()->set("batch", 3);
  CHECK(training_options(spec, registry, players).steps == 5);  // 30 samples: 10 batches of 3, two a step
}

TEST_CASE("epochs that a scheduler's turns do not lead to are its failure, in its name", "[unit]") {
  struct Ten : Data {
    Shape shape() const override { return {1}; }
    std::int64_t size(Split) const override { return 10; }
  };
  const std::string hostile = GANZOO_BUILD_DIR "/hostile/scheduler.so";
  const auto refusal = [&](const std::string& way) {
    Table spec = config::parse_toml(replaced(small_ring, "steps = 60", "epochs = 20"), "");
    Table scheduler;
    scheduler.set("name", hostile);
    scheduler.set("way", way);
    scheduler.set("at", 3);
    spec.set("scheduler", scheduler);
    Registry registry = make_registry(spec);
    Players players = make_players(spec, registry);
    players.data = std::make_unique<Ten>();
    try {
      return std::to_string(training_options(spec, registry, players).steps) + " steps";
    } catch (const Error& error) {
      CHECK(error.code() == Exit::cells_failed);
      return std::string(error.what());
    }
  };
  CHECK(refusal("none") == "7 steps");
  CHECK(refusal("negative_steps") ==
        "scheduler " + hostile + ": its turn at step 3: critic_steps is -5, but must be in [0, 1000000]");
  CHECK(refusal("no_steps") == "scheduler " + hostile +
                                   ": critic_steps is 0 in the 1000000 turns before step 1000000, but must be positive "
                                   "in some: its epochs never end");
}

TEST_CASE("a spec without a key, or with another type, is refused by the key's name", "[unit]") {
  const Table spec = config::parse_toml("[train]\nbatch = \"many\"", "");
  CHECK_THROWS_WITH(integer_at(spec, "train.batch"), "train.batch is \"many\", but must be an integer");
  CHECK_THROWS_WITH(number_at(spec, "train.batch"), "train.batch is \"many\", but must be a number");
  CHECK_THROWS_WITH(flag_at(spec, "train.batch"), "train.batch is \"many\", but must be true or false");
  CHECK_THROWS_WITH(text_at(spec, "train.precision"), "train.precision is missing from the cell's spec");
}

TEST_CASE("metrics of one name get columns of their own, whatever else is called so", "[unit]") {
  const auto names = [](const std::string& list) {
    return metric_names(config::parse_toml("[metrics]\nnames = [" + list + "]\n", ""));
  };
  using Names = std::vector<std::string>;
  CHECK(names("\"modes\", { name = \"emd\", samples = 5 }, \"emd\", \"emd\"") ==
        Names{"modes", "emd", "emd_2", "emd_3"});
  CHECK(names("\"/a/probe.so\", \"/b/probe.so\"") == Names{"probe", "probe_2"});
  CHECK(names("\"probe_2\", \"probe\", \"/b/probe.so\"") == Names{"probe_2", "probe", "probe_3"});
  CHECK(names("\"probe\", \"/b/probe.so\", \"probe_2\"") == Names{"probe", "probe_3", "probe_2"});
  CHECK(names("").empty());
}

TEST_CASE("two metrics whose numbers would share a column are refused", "[unit]") {
  struct One : Metric {
    std::string number;
    explicit One(std::string n) : number(std::move(n)) {}
    std::vector<Quantity> quantities() const override { return {{number, "1", Quantity::Better::neither, ""}}; }
    void evaluate(const Evaluation&, std::int64_t, std::span<double>) override {}
  };
  const auto check = [](const char* a, const char* x, const char* b, const char* y, bool averaged) {
    std::vector<NamedMetric> metrics;
    metrics.push_back({a, 1, std::make_unique<One>(x)});
    metrics.push_back({b, 1, std::make_unique<One>(y)});
    require_different_columns(metrics, averaged);
  };
  CHECK_NOTHROW(check("a", "x", "b", "x", true));
  CHECK_THROWS_WITH(check("a", "b.c", "a.b", "c", false),
                    "metrics.names: the column a.b.c is of a and of a.b, but must be of one");
  CHECK_NOTHROW(check("a", "x", "a.x", "ema", false));
  CHECK_THROWS_WITH(check("a", "x", "a.x", "ema", true),
                    "metrics.names: the column a.x.ema is of a and of a.x, but must be of one");
}
