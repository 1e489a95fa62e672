// Cells whose component is another one by now, or can no longer be loaded.
#include "component_scene.hpp"

using namespace component_scene;

TEST_CASE("a finished cell whose component can no longer be loaded keeps its run: skipped, and failed with --fresh",
          "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny(150, "[scheduler]\nname = \"./mine.so\"\n"));
  std::filesystem::copy_file(museum + "good.so", bench.path("mine.so"));
  const std::string library = bench.read("mine.so");
  REQUIRE(bench.ganzoo({"run", "a.toml"}).code == 0);
  const std::string file = "runs/tiny/" + bench.entries("runs/tiny").at(0) + "/run.h5", finished = bench.read(file);
  bench.write("mine.so", library.substr(0, 9000));
  const Result fresh = bench.ganzoo({"run", "a.toml", "--fresh"});
  INFO(fresh.err);
  CHECK(fresh.code == 1);
  CHECK(well_formed(fresh));
  CHECK(says(fresh, {"mine.so", "truncated"}));
  CHECK(fresh.err.find("hint: what it came to before is kept") != std::string::npos);
  CHECK(fresh.err.find("1 failed, 0 skipped") != std::string::npos);
  CHECK(bench.read(file) == finished);
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"run", "a.toml", "--retry"}, {"run", "a.toml"}}) {
    const Result skipped = bench.ganzoo(arguments);
    INFO(skipped.err);
    CHECK(skipped.code == 0);
    CHECK(skipped.err.find("1 skipped") != std::string::npos);
    CHECK(bench.read(file) == finished);
  }
  bench.write("mine.so", library);
  const Result again = bench.ganzoo({"run", "a.toml"});
  INFO(again.err);
  CHECK(again.code == 0);
  CHECK(again.err.find("1 skipped") != std::string::npos);
  CHECK(bench.read(file) == finished);
}

TEST_CASE("an interrupted cell whose component can no longer be loaded fails, and keeps what it can go on from",
          "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny(150, "[scheduler]\nname = \"./mine.so\"\n"));
  std::filesystem::copy_file(museum + "good.so", bench.path("mine.so"));
  REQUIRE(bench.ganzoo({"run", "a.toml"}).code == 0);
  const std::string file = "runs/tiny/" + bench.entries("runs/tiny").at(0) + "/run.h5";
  auto run = ganzoo::log::read(bench.path(file));
  run.status = ganzoo::log::Status::interrupted;
  ganzoo::log::write(bench.path(file), run);
  const std::string interrupted = bench.read(file);
  bench.write("mine.so", bench.read("mine.so").substr(0, 9000));
  for (int i = 0; i < 2; ++i) {
    const Result refused = bench.ganzoo({"run", "a.toml"});
    INFO(refused.err);
    CHECK(refused.code == 1);
    CHECK(says(refused, {"mine.so", "truncated"}));
    CHECK(bench.read(file) == interrupted);
  }
}

TEST_CASE("a finished cell of another component file is kept with a notice, an interrupted one refused", "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny(150, "[scheduler]\nname = \"./mine.so\"\n"));
  std::filesystem::copy_file(museum + "good.so", bench.path("mine.so"));
  REQUIRE(bench.ganzoo({"run", "a.toml"}).code == 0);
  // Bytes behind the end of the library change its checksum and nothing else.
  bench.write("mine.so", bench.read("mine.so") + "changed");
  const Result kept = bench.ganzoo({"run", "a.toml"});
  INFO(kept.err);
  CHECK(kept.code == 0);
  CHECK(kept.err.find("notice: 1 finished cell was trained with another scheduler than there is now") !=
        std::string::npos);

  const std::string cell = bench.entries("runs/tiny").at(0);
  const auto file = bench.path("runs/tiny/" + cell + "/run.h5");
  auto run = ganzoo::log::read(file);
  run.status = ganzoo::log::Status::interrupted;
  ganzoo::log::write(file, run);
  const Result refused = bench.ganzoo({"run", "a.toml"});
  INFO(refused.err);
  CHECK(refused.code == 5);
  CHECK(says(refused, {"interrupted with another scheduler"}));
  CHECK(refused.err.find("hint: --fresh") != std::string::npos);
}
