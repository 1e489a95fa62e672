#include <algorithm>
#include <sstream>

#include "cli/harness.hpp"
#include "support/catch.hpp"

namespace {

/// A bench with one finished run.
struct Trained : cli::Bench {
  std::string cell;
  explicit Trained(const std::vector<std::string>& overrides = {}) {
    write("tiny.toml", cli::tiny());
    std::vector<std::string> arguments{"run", "tiny.toml", "--base", "--out", "runs"};
    arguments.insert(arguments.end(), overrides.begin(), overrides.end());
    const cli::Result result = ganzoo(arguments);
    INFO(result.err);
    REQUIRE(result.code == 0);
    for (const std::string& entry : entries("runs"))
      if (std::filesystem::exists(path("runs/" + entry + "/run.h5"))) cell = "runs/" + entry;
    REQUIRE_FALSE(cell.empty());
  }
  /// The file that `sample` writes with these options.
  std::string sample(const std::string& out, const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{"sample", cell, "--out", out};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const cli::Result result = ganzoo(arguments);
    INFO(result.err);
    REQUIRE(result.code == 0);
    return read(out);
  }
};

}  // namespace

TEST_CASE("sample draws the same numbers of the same seed, however many", "[train]") {
  const Trained run;
  const std::string five = run.sample("five.csv", {"--count", "5", "--seed", "3"}),
                    three = run.sample("three.csv", {"--count", "3", "--seed", "3"}),
                    other = run.sample("other.csv", {"--count", "5", "--seed", "4"});
  CHECK(std::count(five.begin(), five.end(), '\n') == 5);
  CHECK(five.substr(0, three.size()) == three);
  CHECK(five != other);
}

TEST_CASE("a run without its checksum is read with a word on it, a changed number too", "[train]") {
  const Trained run;
  const std::string whole = run.read(run.cell + "/run.h5");
  const auto told = [&run](const std::vector<std::string>& arguments) {
    const cli::Result result = run.ganzoo(arguments);
    CHECK(result.code == 0);
    return result.err.find(": has no checksum: it is cut off, or another program changed it") != std::string::npos;
  };
  const std::vector<std::vector<std::string>> readers{{"compare", run.cell},
                                                      {"report", run.cell, "--out", "page.html"},
                                                      {"export", run.cell, "--to", "csv", "--out", "a.csv"},
                                                      {"sample", run.cell, "--out", "a.npy"}};
  for (const auto& reader : readers) CHECK_FALSE(told(reader));
  for (const std::string& cut : {whole.substr(0, whole.size() - 8), whole.substr(0, whole.size() - 48), whole + " "}) {
    run.write(run.cell + "/run.h5", cut);
    for (const auto& reader : readers) CHECK(told(reader));
    CHECK(run.ganzoo({"verify", run.cell}).code == 5);
  }
}

TEST_CASE("sample writes numbers and pictures", "[train]") {
  const Trained run;
  CHECK(run.sample("a.npy", {"--count", "7"}).substr(1, 5) == "NUMPY");
  CHECK(run.sample("a.png").substr(1, 3) == "PNG");
  const cli::Result measured = run.ganzoo({"measure", "moments", "--real", "a.npy", "--fake", "a.npy"});
  CHECK(measured.code == 0);
}

TEST_CASE("sample draws the trajectory of a Dirac GAN, or its points as numbers", "[train]") {
  const cli::Bench bench;
  bench.write("dirac.toml", R"(
title = "dirac"
steps = 50
data.name = "point"
generator.name = "dirac"
discriminator.name = "linear"
divergence = { name = "minimax", generator_loss = "saturating" }
optimizer = { generator = { name = "sgd", rate = 0.1 }, discriminator = { name = "sgd", rate = 0.1 } }
train.batch = 2
metrics = { every = 1, names = ["dirac"] }
)");
  REQUIRE(bench.ganzoo({"run", "dirac.toml", "--out", "runs"}).code == 0);
  std::string cell;
  for (const std::string& entry : bench.entries("runs"))
    if (std::filesystem::exists(bench.path("runs/" + entry + "/run.h5"))) cell = "runs/" + entry;
  REQUIRE(bench.ganzoo({"sample", cell, "--out", "t.png"}).code == 0);
  CHECK(bench.read("t.png").substr(1, 3) == "PNG");
  REQUIRE(bench.ganzoo({"sample", cell, "--count", "2", "--out", "t.csv"}).code == 0);
  const std::string points = bench.read("t.csv");
  CHECK(points.substr(0, points.find('\n')) == points.substr(points.find('\n') + 1, points.find('\n')));
}

TEST_CASE("sample takes the run's file as well as its folder", "[train]") {
  const Trained run;
  REQUIRE(run.ganzoo({"sample", run.cell + "/run.h5", "--count", "4", "--out", "file.csv"}).code == 0);
  CHECK(run.read("file.csv") == run.sample("folder.csv", {"--count", "4"}));
}

TEST_CASE("sample uses the averaged generator where the run has one", "[train]") {
  // An average does not change training, so the generators are the same, and only averaged samples can differ.
  const Trained plain, averaged({"train.ema=0.99"});
  CHECK(plain.sample("a.csv") != averaged.sample("a.csv"));
}

TEST_CASE("sample of a conditional run has as many of each class, a class after the other, or of the one asked for",
          "[train]") {
  const Trained run({"data={name=\"shapes\"}", "generator.conditional=true", "discriminator.projection=true",
                     "metrics.names=[]", "steps=3"});
  const auto lines = [](const std::string& text) {
    std::vector<std::string> all;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) all.push_back(line);
    return all;
  };
  const auto all = lines(run.sample("all.csv", {"--count", "48"})),
             third = lines(run.sample("third.csv", {"--count", "48", "--class", "3"}));
  REQUIRE(all.size() == 48);
  REQUIRE(third.size() == 48);
  for (std::size_t i = 0; i < 48; ++i) CHECK((all[i] == third[i]) == (i / 2 == 3));
  CHECK(run.sample("a.png").substr(1, 3) == "PNG");
  const auto refused = [](const cli::Bench& bench, const std::vector<std::string>& arguments,
                          const std::string& words) {
    const cli::Result result = bench.ganzoo(arguments);
    CHECK(result.code == 2);
    CHECK(result.err.find(words) != std::string::npos);
  };
  refused(run, {"sample", run.cell, "--class", "24", "--out", "b.csv"}, "--class is 24, but must be in [0, 23]");
  refused(run, {"sample", run.cell, "--interpolate", "0:1", "--out", "b.csv"}, "--class is missing");
  CHECK(run.ganzoo({"export", run.cell, "--to", "onnx", "--out", "b.onnx"}).code == 0);
  const Trained plain;
  refused(plain, {"sample", plain.cell, "--class", "0", "--out", "b.csv"}, "the run's generator takes no labels");
}

TEST_CASE("sample words what it cannot do", "[train]") {
  const Trained run;
  const auto refused = [&](const std::vector<std::string>& arguments, int code, const std::vector<std::string>& words) {
    const cli::Result result = run.ganzoo(arguments);
    INFO(result.err);
    CHECK(result.code == code);
    CHECK(cli::says(result, words));
  };
  refused({"sample", "nowhere", "--out", "a.csv"}, 2,
          {"nowhere does not exist, but must be a cell's folder or its run.h5"});
  refused({"sample", "runs", "--out", "a.csv"}, 2, {"runs/run.h5 does not exist"});
  refused({"sample", run.cell, "--out", "a.jpg"}, 2, {"--out is a.jpg, but must end in .npy, .csv, .png or .gif"});
  refused({"sample", run.cell, "--out", "no/folder/a.csv"}, 4, {"no/folder/a.csv"});
  refused({"sample", run.cell, "--count", "0", "--out", "a.csv"}, 2, {"--count"});
  run.write("garbage.h5", "this is no HDF5 file");
  refused({"sample", "garbage.h5", "--out", "a.csv"}, 5, {"garbage.h5"});
  CHECK_FALSE(std::filesystem::exists(run.path("a.csv")));
}
