/// A folder of somebody else's runs, hostile in every field, opened by every verb that reads runs.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/log/run_file.hpp>

#include "cli/harness.hpp"
#include "support/catch.hpp"
#include "support/files.hpp"

using namespace ganzoo;

namespace {

const std::string escape =
    "\x1b]0;owned\x07\x1b[2J\xc2\x9b"
    "31m\nganzoo: error: forged\r\xff";

/// A component that ends the process which loads it, with 3.
const std::string trap = GANZOO_BUILD_DIR "/broken_plugins/schedulers/exiting_on_load.so";

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) out += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
  return out + "\"";
}

log::RunFile hostile(int seed, const std::string& spec_json) {
  log::RunFile run;
  run.title = run.cell = run.reason = escape;
  run.reason += std::string(3'000'000, 'x');
  run.seed = seed;
  run.status = log::Status::finished;
  run.step = 1LL << 60;
  run.spec = escape;
  run.spec_json = spec_json;
  run.provenance = {{escape, escape}, {"host", escape}, {"data_sha256", escape}};
  run.provenance_components.own()[escape] = {{"name", trap}, {"file", trap}, {"sha256", escape}};
  run.provenance_components.own()["data"] = {{"name", trap}, {"file", trap}};
  run.train.columns = {{"step", escape, escape, std::vector<std::int64_t>{1, 2}, {}},
                       {"divergence_estimate", escape, escape, std::vector<double>{1e300, -1e300}, {{escape, escape}}},
                       {"wall_time", "s", "", std::vector<double>{-1, std::nan("")}, {}}};
  run.metrics.columns = {{"step", "1", "", std::vector<std::int64_t>{1, 2}, {}},
                         {"modes.covered", escape, escape, std::vector<double>{1, std::nan("")}, {{"better", escape}}},
                         {escape, escape, escape, std::vector<double>{1, 2}, {{"better", "higher"}}}};
  run.sample_steps = {1};
  run.samples["noise"] = {{1, 1}, {1}};
  run.samples["points"] = {{1, 2, 2}, {1e30F, -1e30F, std::nanf(""), 0}};
  run.weights["generator/dense_0/weight"] = {{1, 1}, {1}};
  return run;
}

/// Specs that name code, point nowhere, or are none.
std::vector<std::string> specs() {
  const std::string code = fmt::format(
      R"({{"title":{0},"steps":1,"seed":{{}},"data":{{"name":"{1}"}},"generator":{{"name":"{1}","hidden":[{0}]}},"divergence":{{"name":"{1}",{0}:{0}}},"metrics":{{"names":[{{"name":"{1}"}}]}},"plugins":{{"paths":["/"]}},"train":{{"batch":1099511627776,"precision":{0}}}}})",
      quoted(escape), trap);
  return {
      "{}",
      code,
      R"({"data":3,"generator":[],"divergence":null,"regularizer":[1,"x",{}],"train":{"batch":-1},"title":7,"seed":"x"})",
      R"({"generator":{"name":"mlp","noise":16,"hidden":[2147483647,2147483647]},"train":{"batch":1,"precision":"fp32"}})",
      "not JSON",
      "[]",
      std::string(100'000, '['),
      "{\"a\":" + std::string(200, '[') + std::string(200, ']') + "}"};
}

bool steers(const std::string& text) {
  return text.find("\x1b") != text.npos || text.find('\x07') != text.npos || text.find("\xc2\x9b") != text.npos ||
         text.find('\r') != text.npos || text.find('\xff') != text.npos ||
         text.find("\nganzoo: error: forged") != text.npos;
}

}  // namespace

TEST_CASE("no verb that reads somebody else's runs runs their code, or lets them steer the terminal", "[unit]") {
  const cli::Bench bench;
  bench.write("victim", "precious");
  std::filesystem::create_directories(bench.path("runs"));
  std::filesystem::create_symlink(bench.path("victim"), bench.path("runs/report.html.tmp"));
  int seed = 0;
  for (const std::string& spec : specs()) {
    const std::string cell = fmt::format("cell{}\x1b[31m", seed);
    std::filesystem::create_directories(bench.path("runs/" + cell));
    bench.write("runs/" + cell + "/worker.log", escape);
    log::write(bench.path("runs/" + cell + "/run.h5"), hostile(seed++, spec));
  }
  std::vector<std::vector<std::string>> commands{
      {"verify", "runs"}, {"watch", "runs"}, {"compare", "runs"}, {"report", "runs", "--out", "runs/report.html"}};
  for (const std::string& cell : bench.entries("runs")) {
    if (cell.starts_with("report")) continue;
    const std::string path = "runs/" + cell;
    for (const char* format : {"table", "csv", "json", "markdown", "latex"})
      commands.push_back({"compare", path, "--format", format});
    commands.push_back({"report", path, "--out", "page.html"});
    commands.push_back({"sample", path, "--out", "sample.png"});
    commands.push_back({"sample", path, "--out", "sample.csv", "--step", "1"});
    commands.push_back({"watch", path});
    commands.push_back({"verify", path});
  }
  for (const std::vector<std::string>& command : commands) {
    const cli::Result result = bench.ganzoo(command);
    CAPTURE(command, result.code, result.out.substr(0, 2000), result.err.substr(0, 2000));
    CHECK((result.code == 0 || result.code == 2 || result.code == 4 || result.code == 5));
    CHECK_FALSE(steers(result.out));
    CHECK_FALSE(steers(result.err));
    CHECK(result.err.size() < 50'000);
  }
  CHECK(bench.read("victim") == "precious");
}

TEST_CASE("sample loads a generator by its file only where it is trusted", "[unit]") {
  const cli::Bench bench;
  const std::string spec =
      fmt::format(R"({{"generator":{{"name":"{}"}},"train":{{"batch":4,"precision":"fp32"}}}})", trap);
  log::RunFile run = hostile(0, spec);
  log::write(bench.path("run.h5"), run);
  const cli::Result refused = bench.ganzoo({"sample", "run.h5", "--out", "a.csv"});
  CHECK(refused.code == 2);
  CHECK(cli::says(refused, {"names its generator by a file", "which is not loaded"}));
  CHECK(refused.err.find("--trust loads it") != std::string::npos);
  const cli::Result trusted = bench.ganzoo({"sample", "run.h5", "--out", "a.csv", "--trust"});
  CHECK(trusted.code == 2);
  CHECK(cli::says(trusted, {"run.h5", "exited with code 3 while samples were drawn"}));  // the trap
}
