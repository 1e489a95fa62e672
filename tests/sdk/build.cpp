// `ganzoo build`, as an author meets it.
#include <algorithm>
#include <filesystem>
#include <string>

#include "cli/harness.hpp"
#include "support/catch.hpp"

namespace {

using cli::Bench;
using cli::says;

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

const std::string scheduler = R"(#include <ganzoo/ganzoo.hpp>
namespace {
struct Mine : ganzoo::Scheduler {
  static constexpr ganzoo::About about{.title = "mine", .source = ""};
  ganzoo::Turn next(const ganzoo::Progress&) override { return {}; }
};
}
GANZOO_PLUGIN(Mine)
)";

}  // namespace

TEST_CASE("What build compiled runs in an experiment by its name and by its path", "[unit]") {
  const Bench bench;
  const cli::Setting own{.environment = {{"GANZOO_PLUGIN_PATH", bench.path("plugins").string()}}};
  REQUIRE(bench.ganzoo({"new", "divergence", "mine", "--f", "u*log(u)"}, own).code == 0);
  REQUIRE(bench.ganzoo({"build", "mine.cpp"}, own).code == 0);
  REQUIRE(bench.ganzoo({"build", "mine.cpp", "--out", "mine.so"}, own).code == 0);
  bench.write("a.toml", cli::tiny(60, "[grid]\n\"divergence\" = [\"kl\", \"mine\", \"./mine.so\"]\n"));
  const cli::Result ran = bench.ganzoo({"run", "a.toml"}, own);
  INFO(ran.err);
  CHECK(ran.code == 0);
  CHECK(holds(ran.err, "3 finished"));
}

TEST_CASE("build puts a component into the folder given, and says how it is found", "[unit]") {
  const Bench bench;
  bench.write("mine.cpp", scheduler);
  const cli::Result built = bench.ganzoo({"build", "mine.cpp", "--out", "elsewhere"});
  INFO(built.err);
  CHECK(built.code == 0);
  CHECK(built.out == "scheduler mine: " + bench.path("elsewhere/schedulers/mine.so").string() + "\n");
  CHECK(holds(built.err, "GANZOO_PLUGIN_PATH=" + bench.path("elsewhere").string()));
  CHECK(bench.ganzoo({"describe", "./elsewhere/schedulers/mine.so"}).code == 0);
  CHECK(bench.ganzoo({"describe", "scheduler/mine"}).code == 2);
  CHECK(bench.entries("elsewhere") == std::vector<std::string>{"schedulers"});
}

TEST_CASE("build refuses what is no component, with its reason, and leaves what was there", "[unit]") {
  const Bench bench;
  CHECK(says(bench.ganzoo({"build", "mine.cpp"}), {"mine.cpp does not exist"}));
  bench.write("mine.txt", scheduler);
  CHECK(says(bench.ganzoo({"build", "mine.txt"}), {"mine.txt is no C++ source"}));
  bench.write("My-Own.cpp", scheduler);
  CHECK(says(bench.ganzoo({"build", "My-Own.cpp"}), {"\"My-Own\" is no component's name"}));

  bench.write("mine.cpp", scheduler);
  REQUIRE(bench.ganzoo({"build", "mine.cpp", "--out", "here"}).code == 0);
  bench.write("mine.cpp", scheduler + "this is no C++\n");
  const cli::Result broken = bench.ganzoo({"build", "mine.cpp", "--out", "here"});
  CHECK(broken.code == 2);
  CHECK(says(broken, {"mine.cpp does not compile: "}));
  CHECK(holds(broken.err, "mine.cpp:9:"));
  bench.write("mine.cpp", "int answer = 42;\n");
  CHECK(says(bench.ganzoo({"build", "mine.cpp", "--out", "here"}), {"mine.cpp cannot be loaded: no entry point"}));
  bench.write("mine.cpp", "void missing(); void* use() { return (void*)&missing; }\n");
  CHECK(says(bench.ganzoo({"build", "mine.cpp", "--out", "here"}), {"mine.cpp does not compile"}));
  bench.write("mine.cpp", "__attribute__((constructor)) void f() { __builtin_trap(); }\n" + scheduler);
  CHECK(says(bench.ganzoo({"build", "mine.cpp", "--out", "here"}), {"mine.cpp", "killed by signal"}));
  CHECK(bench.ganzoo({"describe", "./here/schedulers/mine.so"}).code == 0);
  CHECK(bench.entries("here/schedulers") == std::vector<std::string>{"mine.so"});
}

TEST_CASE("build refuses a name that another component has, unless a place of its own is given", "[unit]") {
  const Bench bench;
  const cli::Setting own{.environment = {{"GANZOO_PLUGIN_PATH", bench.path("plugins").string()}}};
  bench.write("alternating.cpp", scheduler);
  CHECK(says(bench.ganzoo({"build", "alternating.cpp"}, own), {"scheduler \"alternating\" exists already"}));
  CHECK(bench.ganzoo({"build", "alternating.cpp", "--out", "apart"}).code == 0);
}

TEST_CASE("build takes the compiler that CXX names, and the libraries that the source names", "[unit]") {
  const Bench bench;
  bench.write("mine.cpp", scheduler);
  const cli::Result none =
      bench.ganzoo({"build", "mine.cpp", "--out", "."}, {.environment = {{"CXX", "no-such-compiler"}}});
  CHECK(none.code == 4);
  CHECK(says(none, {"the compiler no-such-compiler cannot be started"}));
  bench.write("mine.cpp",
              "extern \"C\" const char* zlibVersion();\nconst char* version() { return zlibVersion(); }\n" + scheduler);
  CHECK(bench.ganzoo({"build", "mine.cpp", "--out", "."}).code == 2);
  bench.write("mine.cpp", "// ganzoo: link z\n" + bench.read("mine.cpp"));
  CHECK(bench.ganzoo({"build", "mine.cpp", "--out", "."}).code == 0);
}

TEST_CASE("build says where it cannot write", "[unit]") {
  const Bench bench;
  bench.write("mine.cpp", scheduler);
  bench.write("file", "in the way\n");
  const cli::Result result = bench.ganzoo({"build", "mine.cpp", "--out", "file"});
  CHECK(result.code == 4);
  CHECK(says(result, {"file cannot be written"}));
}

TEST_CASE("std::tanh in a formula is answered with one line that says what to write", "[unit]") {
  const Bench bench;
  REQUIRE(bench.ganzoo({"new", "divergence", "mine", "--f", "u*log(u)"}).code == 0);
  std::string text = bench.read("mine.cpp");
  const std::string before = "auto f(auto u) const { return ";
  text.insert(text.find(before) + before.size(), "0 * std::tanh(u) + ");
  bench.write("mine.cpp", text);
  const cli::Result built = bench.ganzoo({"build", "mine.cpp", "--out", "."});
  INFO(built.err);
  CHECK(built.code == 2);
  CHECK(says(built, {"mine.cpp:", "std::tanh takes no number of ganzoo's: write tanh"}));
  CHECK(std::count(built.err.begin(), built.err.end(), '\n') == 2);  // and its hint
}
