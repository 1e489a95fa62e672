#include <ganzoo/config/path.hpp>
#include <ganzoo/config/toml.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/spec/override.hpp>

#include "support/catch.hpp"

using namespace ganzoo;
using namespace ganzoo::experiment;

namespace {

/// The experiment after the overrides, as TOML of the value at `path`.
std::string after(const std::string& text, const std::vector<std::string>& overrides, const config::Path& path) {
  Table table = config::parse_toml(text, "t.toml");
  for (const std::string& override : overrides) apply_override(table, override);
  const Value* value = config::find(table, path);
  return value ? ganzoo::to_string(*value) : "";
}

std::string error_of(const std::string& text, const std::string& override) {
  Table table = config::parse_toml(text, "t.toml");
  try {
    apply_override(table, override);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("an override's value is TOML, or a string where it is not", "[unit]") {
  CHECK(after("", {"steps=20_000"}, {"steps"}) == "20000");
  CHECK(after("", {"divergence.name=kl"}, {"divergence", "name"}) == "\"kl\"");
  CHECK(after("", {"divergence.name=\"kl\""}, {"divergence", "name"}) == "\"kl\"");
  CHECK(after("", {"generator.hidden=[64, 64]"}, {"generator", "hidden"}) == "[64, 64]");
  CHECK(after("", {"title=2024-01-01"}, {"title"}) == "\"2024-01-01\"");
  CHECK(after("", {"title=a = b"}, {"title"}) == "\"a = b\"");
  CHECK(after("", {"title="}, {"title"}) == "\"\"");
  CHECK(after("", {"title=1\nx = 2"}, {"title"}) == "\"1\\nx = 2\"");
}

TEST_CASE("an override makes the tables on its way", "[unit]") {
  CHECK(after("", {"optimizer.generator.rate=1e-3"}, {"optimizer", "generator", "rate"}) == "0.001");
  CHECK(after("[train]\nbatch = 1\n", {"train.threads=2"}, {"train"}) == "{ batch = 1, threads = 2 }");
}

TEST_CASE("an override reaches into lists by index", "[unit]") {
  const std::string text = "[[regularizer]]\nname = \"weight_clip\"\n";
  CHECK(after(text, {"regularizer[0].bound=0.5"}, {"regularizer", "0", "bound"}) == "0.5");
  CHECK(after(text, {"regularizer.0.bound=0.5"}, {"regularizer", "0", "bound"}) == "0.5");
  CHECK(after(text, {"regularizer[1].name=r1"}, {"regularizer"}) == "[{ name = \"weight_clip\" }, { name = \"r1\" }]");
  CHECK(after("regularizer = \"weight_clip\"", {"regularizer[0].bound=0.5"}, {"regularizer"}) ==
        "[{ name = \"weight_clip\", bound = 0.5 }]");
  CHECK(after("divergence = \"alpha\"", {"divergence.alpha=0.5"}, {"divergence"}) ==
        "{ name = \"alpha\", alpha = 0.5 }");
}

TEST_CASE("an override of the grid replaces the axis, however the file wrote it", "[unit]") {
  CHECK(after("[grid]\nseed = [0]\n", {"grid.seed=[0,1]"}, {"grid"}) == "{ seed = [0, 1] }");
  CHECK(after("[grid]\n\"optimizer.generator.rate\" = [1]\n", {"grid.optimizer.generator.rate=[2]"}, {"grid"}) ==
        "{ \"optimizer.generator.rate\" = [2] }");
  CHECK(after("[grid]\ndivergence.alpha = [1]\n", {"grid.divergence.alpha=[2]"}, {"grid"}) ==
        "{ divergence = { alpha = [2] } }");
  CHECK(after("", {"grid.\"divergence.alpha\"=[2]"}, {"grid"}) == "{ \"divergence.alpha\" = [2] }");
}

TEST_CASE("steps and epochs take each other's place", "[unit]") {
  CHECK(after("epochs = 5\n", {"steps=10"}, {"epochs"}) == "");
  CHECK(after("steps = 5\n", {"epochs=10"}, {"steps"}) == "");
}

TEST_CASE("an override that is none says what it must be", "[unit]") {
  CHECK(error_of("", "steps") == "command line: \"steps\" is no override, but must be KEY=VALUE");
  CHECK(error_of("", "=5") == "command line: \"=5\" is no override, but must be KEY=VALUE");
  CHECK(error_of("", "a..b=5") == "command line: \"a..b\" is no path, but must be keys with dots between them");
  CHECK(error_of("", "a[x]=5") == "command line: \"a[x]\" is no path, but must be keys with dots between them");
  CHECK(error_of("seed = 1\n", "seed.x=5").find("command line: seed.x leads nowhere") == 0);
  CHECK(error_of("", "regularizer[3].name=r1").find("command line: regularizer[3].name leads nowhere") == 0);
}

TEST_CASE("paths with quotes, indices and odd characters are read or refused", "[unit]") {
  CHECK(config::to_string(*config::parse_path("regularizer[0].bound")) == "regularizer[0].bound");
  CHECK(config::to_string(*config::parse_path("regularizer.0.bound")) == "regularizer[0].bound");
  CHECK(*config::parse_path("a.\"b.c\".d") == config::Path{"a", "b.c", "d"});
  CHECK(*config::parse_path(" a . b ") == config::Path{"a", "b"});
  for (const char* bad :
       {"", ".", "a.", ".a", "a[0", "a]", "a[-1]", "a[0]b", "\"a", "a.\"\"", "a\"b\".c[", "[0]", "a[99999999999]"}) {
    INFO(bad);
    CHECK((!config::parse_path(bad) || std::string(bad) == "a]"));
  }
  std::string deep = "a";
  for (int i = 0; i < 100; ++i) deep += ".a";
  CHECK(!config::parse_path(deep));
}
