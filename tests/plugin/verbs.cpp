// list and describe, as a user runs them, beside modules that crash, exit, hang or are strangers.
#include "support/catch.hpp"

#include <nlohmann/json.hpp>

#include <sys/wait.h>

#include <cstdio>
#include <string>

namespace {

struct Outcome {
  int code;
  std::string text;  ///< stdout and stderr
};

Outcome ganzoo(const std::string& arguments, const std::string& plugin_path = "") {
  // A sanitizer would turn the crash that is tested for into an exit of its own.
  const std::string command = "ASAN_OPTIONS=$ASAN_OPTIONS:handle_segv=0 GANZOO_PLUGIN_PATH='" + plugin_path +
                              "' '" GANZOO_PROGRAM "' " + arguments + " 2>&1";
  std::FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe);
  Outcome outcome{0, ""};
  char piece[4096];
  while (const std::size_t n = std::fread(piece, 1, sizeof piece, pipe)) outcome.text.append(piece, n);
  outcome.code = WEXITSTATUS(pclose(pipe));
  return outcome;
}

const std::string broken = GANZOO_BUILD_DIR "/broken_plugins";

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("Every component of the build can be loaded, and says what it is and where it is", "[unit]") {
  const Outcome outcome = ganzoo("list --format json");
  REQUIRE(outcome.code == 0);
  const auto list = nlohmann::json::parse(outcome.text);
  CHECK(list.size() > 25);
  for (const auto& component : list) {
    INFO(component.at("name"));
    if (component.at("file").get<std::string>().starts_with(GANZOO_BUILD_DIR "/lib/ganzoo/built/"))
      continue;  // someone's own
    CHECK_FALSE(component.contains("failure"));
    CHECK_FALSE(component.at("title").get<std::string>().empty());
    CHECK(component.at("file").get<std::string>().starts_with(GANZOO_BUILD_DIR "/lib/ganzoo/"));
    for (const auto& parameter : component.at("parameters"))
      CHECK_FALSE(parameter.at("meaning").get<std::string>().empty());
  }
}

TEST_CASE("A list survives modules that crash, exit and hang, and says so of each", "[unit]") {
  const Outcome outcome = ganzoo("list scheduler", broken);
  CHECK(outcome.code == 0);
  INFO(outcome.text);
  CHECK(holds(outcome.text, "scheduler crashing: killed by signal 11 (Segmentation fault)"));
  CHECK(holds(outcome.text, "scheduler crashing_on_load: killed by signal 11 (Segmentation fault)"));
  CHECK(holds(outcome.text, "scheduler exiting: exited with code 0"));
  CHECK(holds(outcome.text, "scheduler hanging: took more than 10 s"));
  CHECK(holds(outcome.text, "it is truncated"));
  CHECK(holds(outcome.text, "good.so\n"));
  CHECK(holds(outcome.text, "alternating.so\n"));
}

TEST_CASE("describe tells a component's parameters with type, default, range and meaning", "[unit]") {
  const Outcome outcome = ganzoo("describe scheduler/good", broken);
  CHECK(outcome.code == 0);
  CHECK(outcome.text.starts_with("scheduler good: ordinary\n"));
  CHECK(holds(outcome.text, "rate       number  1.0      positive  a factor\n"));
}

TEST_CASE("describe answers a wrong name or a broken module with one line and a hint", "[unit]") {
  const Outcome unknown = ganzoo("describe scheduler/goood", broken);
  CHECK(unknown.code == 2);
  CHECK(unknown.text == "ganzoo: error: scheduler \"goood\" is not found\nhint: did you mean good?\n");
  const Outcome kind = ganzoo("describe schedler/good");
  CHECK(kind.code == 2);
  CHECK(kind.text == "ganzoo: error: \"schedler\" is no kind of component\nhint: did you mean scheduler?\n");
  const Outcome stranger = ganzoo("describe other_tag", broken);
  CHECK(stranger.code == 2);
  CHECK(holds(stranger.text, "its tag is [api 1 · another compiler]"));
  const Outcome file = ganzoo("describe " + broken + "/schedulers/no_entry.so");
  CHECK(file.code == 2);
  CHECK(holds(file.text, "cannot be loaded: no entry point\n"));
  CHECK(ganzoo("list schedulr").code == 2);
}
