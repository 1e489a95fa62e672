// A table of one's own, from the shell.
#include <fmt/format.h>

#include <cmath>
#include <fstream>
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

TEST_CASE("what was standardised for training is written in the table's units, whatever wrote it", "[integration]") {
  const cli::Bench bench;
  std::string text = "year,euros\n";
  for (int i = 0; i < 200; ++i) text += fmt::format("{},{}\n", 1900 + i % 100, 1e6 + 3e5 * std::sin(i));
  bench.write("table.csv", text);
  bench.write("tiny.toml", on_table("file = \"table.csv\"\nstandardise = true\n"));
  const cli::Result trained = bench.ganzoo({"run", "tiny.toml", "--out", "runs"});
  INFO(trained.err);
  REQUIRE(trained.code == 0);
  std::string file;
  for (const std::string& cell : bench.entries("runs"))
    if (std::filesystem::exists(bench.path("runs/" + cell + "/run.h5"))) file = "runs/" + cell + "/run.h5";
  const auto in_units = [](const std::vector<float>& points) {
    // Twenty standard deviations and more: what is still standardised is hundreds of them away.
    for (std::size_t i = 0; i < points.size(); i += 2) {
      CHECK(std::abs(points[i] - 1950) < 600);
      CHECK(std::abs(points[i + 1] - 1e6F) < 9e5F);
    }
    CHECK(!points.empty());
  };
  const ganzoo::log::RunFile run = ganzoo::log::read(bench.path(file));
  in_units(run.samples.at("points").values);
  in_units(run.real.samples.values);
  CHECK(std::abs(run.weights.at("data/shift").values[1] - 1e6F) < 1e5F);
  REQUIRE(bench.ganzoo({"sample", file, "--count", "50", "--out", "fake.csv"}).code == 0);
  std::ifstream fake(bench.path("fake.csv"));
  std::vector<float> points;
  for (std::string line; std::getline(fake, line);) {
    points.push_back(std::stof(line));
    points.push_back(std::stof(line.substr(line.find(',') + 1)));
  }
  CHECK(points.size() == 100);
  in_units(points);
}
