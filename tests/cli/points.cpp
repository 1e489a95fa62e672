// A table of one's own, from the shell.
#include <fmt/format.h>

#include <cmath>
#include <ganzoo/log/run_file.hpp>

#include "cli/harness.hpp"
#include "support/catch.hpp"

namespace {

/// tiny on a table instead of the ring, in a folder of its own beside the table's.
std::string on_table(const std::string& data) {
  std::string text = cli::tiny(20);
  const std::string ring = "name = \"ring\"\n";
  return text.replace(text.find(ring), ring.size(), "name = \"points\"\n" + data);
}

/// Five columns with a header, of which two are a point; `cell` stands in row 7, column y.
std::string table(const std::string& cell = "0.25") {
  std::string text = "id,name,x,y,note\n";
  for (int i = 0; i < 100; ++i)
    text += fmt::format("{},plant {},{},{},\n", i, i, std::cos(i), i == 7 ? cell : std::to_string(std::sin(i)));
  return text;
}

}  // namespace

TEST_CASE("a table of points trains from the shell, found beside the experiment file", "[integration]") {
  const cli::Bench bench;
  std::filesystem::create_directory(bench.path("mine"));
  bench.write("mine/table.csv", table());
  bench.write("mine/tiny.toml", on_table("file = \"table.csv\"\ncolumns = [\"x\", \"y\"]\n"));
  const cli::Result result = bench.ganzoo({"run", "mine/tiny.toml"});
  INFO(result.err);
  REQUIRE(result.code == 0);
  const auto runs = bench.entries("runs/tiny");
  int read = 0;
  for (const std::string& cell : runs)
    if (std::filesystem::exists(bench.path("runs/tiny/" + cell + "/run.h5"))) {
      const ganzoo::log::RunFile run = ganzoo::log::read(bench.path("runs/tiny/" + cell + "/run.h5"));
      CHECK(run.status == ganzoo::log::Status::finished);
      CHECK(std::get<std::string>(run.provenance.at("data_sha256")).size() == 64);
      CHECK(run.samples.at("points").dims.back() == 2);
      ++read;
    }
  CHECK(read == 1);
}

TEST_CASE("a table that holds no number where one must be is refused with file, line and column", "[integration]") {
  const cli::Bench bench;
  bench.write("table.csv", table("unknown"));
  bench.write("tiny.toml", on_table("file = \"table.csv\"\ncolumns = [\"x\", \"y\"]\n"));
  const cli::Result result = bench.ganzoo({"run", "tiny.toml"});
  INFO(result.err);
  CHECK(result.code != 0);
  CHECK(result.err.find("table.csv:9:") != std::string::npos);
  CHECK(result.err.find("the field is \"unknown\", but must be a number") != std::string::npos);
}
