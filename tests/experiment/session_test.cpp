// One cell from spec to run.h5: what a finished, a diverged and a failed run leave.
#include "session_scene.hpp"

using namespace ganzoo;
using namespace ganzoo::experiment;
namespace fs = std::filesystem;
using namespace session_scene;

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

TEST_CASE("snapshots are spaced evenly from the first step to the last", "[unit]") {
  CHECK(snapshot_steps(0, 100).empty());
  CHECK(snapshot_steps(1, 100) == std::set<std::int64_t>{100});
  CHECK(snapshot_steps(3, 100) == std::set<std::int64_t>{0, 50, 100});
  CHECK(snapshot_steps(20, 5).size() == 6);
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
