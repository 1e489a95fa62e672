// `ganzoo new`, as an author meets it.
#include <filesystem>
#include <string>

#include "cli/harness.hpp"
#include "support/catch.hpp"

namespace {

using cli::Bench;
using cli::says;

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("new writes a source of every kind that compiles, loads, and names itself", "[unit]") {
  for (const std::string kind :
       {"divergence", "generator", "discriminator", "regularizer", "scheduler", "optimizer", "data", "metric"}) {
    const Bench bench;
    const cli::Setting own{.environment = {{"GANZOO_PLUGIN_PATH", bench.path("plugins").string()}}};
    INFO(kind);
    const cli::Result made = bench.ganzoo({"new", kind, "my_first"}, own);
    REQUIRE(made.code == 0);
    CHECK(made.out == "my_first.cpp\n");
    CHECK(holds(bench.read("my_first.cpp"), "struct MyFirst "));
    CHECK_FALSE(holds(bench.read("my_first.cpp"), "emplate"));
    const cli::Result built = bench.ganzoo({"build", "my_first.cpp"}, own);
    INFO(built.err);
    REQUIRE(built.code == 0);
    CHECK(built.out.starts_with(kind + " my_first: "));
    const cli::Result described = bench.ganzoo({"describe", kind + "/my_first"}, own);
    CHECK(described.code == 0);
    CHECK(described.out.starts_with(kind + " my_first: my_first\n"));
  }
}

TEST_CASE("new makes an f-divergence of a formula, whose eval is the formula", "[unit]") {
  const Bench bench;
  const cli::Setting own{.environment = {{"GANZOO_PLUGIN_PATH", bench.path("plugins").string()}}};
  const std::string formula = "u log(u/(1+u)) − 1/(2(1+u)) + (log 2 − ⅝)u + ⅞ + pi*(√u − 1)²";
  REQUIRE(bench.ganzoo({"new", "divergence", "mine", "--f", formula}, own).code == 0);
  CHECK(holds(bench.read("mine.cpp"), ".formula = \"" + formula + "\""));
  CHECK(holds(bench.read("mine.cpp"), ".bounded = true"));
  const cli::Result built = bench.ganzoo({"build", "mine.cpp"}, own);
  INFO(built.err);
  REQUIRE(built.code == 0);
  const cli::Result value = bench.ganzoo({"eval", "mine", "--u", "4"}, own);
  CHECK(holds(value.out, "3.2966"));  // 4 log ⅘ − ⅒ + 4 (log 2 − ⅝) + ⅞ + π
}

TEST_CASE("what new makes of a formula, once built, keeps every law", "[slow]") {
  const Bench bench;
  const cli::Setting own{.environment = {{"GANZOO_PLUGIN_PATH", bench.path("plugins").string()}}};
  int number = 0;
  for (const char* formula :
       {"u*log(u)-(u+1)*log((u+1)/2)", "(u-1)^4", "|u-1|^1.5", "(u^0.3-1-0.3(u-1))/(0.3(0.3-1))"}) {
    const std::string name = "made_" + std::to_string(++number);
    INFO(formula);
    REQUIRE(bench.ganzoo({"new", "divergence", name, "--f", formula}, own).code == 0);
    REQUIRE(bench.ganzoo({"build", name + ".cpp"}, own).code == 0);
    const cli::Result checked = bench.ganzoo({"check", "divergence/" + name}, own);
    INFO(checked.out << checked.err);
    CHECK(checked.code == 0);
  }
}

TEST_CASE("new refuses what it cannot write, and writes nothing then", "[unit]") {
  const Bench bench;
  CHECK(says(bench.ganzoo({"new", "divergnce", "mine"}), {"\"divergnce\" is no kind of component"}));
  CHECK(says(bench.ganzoo({"new", "divergence", "My-Own"}), {"\"My-Own\" is no component's name", "lower case"}));
  CHECK(says(bench.ganzoo({"new", "divergence", "../mine"}), {"no component's name"}));
  CHECK(says(bench.ganzoo({"new", "divergence", "kl"}), {"divergence \"kl\" exists already"}));
  CHECK(says(bench.ganzoo({"new", "metric", "mine", "--f", "u"}), {"--f makes an f-divergence, but KIND is metric"}));
  CHECK(says(bench.ganzoo({"new", "divergence", "mine", "--f", "u*lgo(u)"}), {"column 3", "\"lgo\""}));
  CHECK(says(bench.ganzoo({"new", "divergence", "mine", "--f", ""}), {"is empty"}));
  const cli::Result off = bench.ganzoo({"new", "divergence", "mine", "--f", "u^2"});
  CHECK(off.code == 2);
  CHECK(says(off, {"is 1 at u = 1, but must be 0"}));
  CHECK(holds(off.err, "hint: --f 'u^2 - 1'"));
  CHECK(bench.entries(".").empty());
  bench.write("mine.cpp", "mine\n");
  CHECK(says(bench.ganzoo({"new", "divergence", "mine"}), {"mine.cpp exists already"}));
  CHECK(bench.read("mine.cpp") == "mine\n");
}

TEST_CASE("new writes over what it wrote, and over nothing else", "[unit]") {
  const Bench bench;
  REQUIRE(bench.ganzoo({"new", "divergence", "mine", "--f", "u*log(u)"}).code == 0);
  REQUIRE(bench.ganzoo({"new", "divergence", "mine", "--f", "u^2 - 1"}).code == 0);
  CHECK(holds(bench.read("mine.cpp"), "u^2 - 1"));
  CHECK(bench.read("mine.cpp").starts_with("#include <ganzoo/ganzoo.hpp>\n\nnamespace {\n\n/// D("));
  CHECK(holds(bench.read("mine.cpp"), "\n                                       .formula = \"u^2 - 1\"};\n\n"));
  REQUIRE(bench.ganzoo({"new", "metric", "mine"}).code == 0);
  REQUIRE(bench.ganzoo({"new", "scheduler", "mine"}).code == 0);
  const std::string touched = bench.read("mine.cpp") + "// my own\n";
  bench.write("mine.cpp", touched);
  CHECK(says(bench.ganzoo({"new", "metric", "mine"}), {"mine.cpp exists already"}));
  CHECK(bench.read("mine.cpp") == touched);
  std::filesystem::remove(bench.path("mine.cpp"));
  std::filesystem::create_symlink(bench.path("elsewhere"), bench.path("mine.cpp"));
  CHECK(says(bench.ganzoo({"new", "metric", "mine"}), {"mine.cpp exists already"}));
  CHECK_FALSE(std::filesystem::exists(bench.path("elsewhere")));
}
