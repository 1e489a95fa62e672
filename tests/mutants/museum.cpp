// `ganzoo check` rejects every mutant of the museum, naming the law that README.md says it breaks, and accepts the zoo and
// what is right in an unusual way.
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <string>

#include "../cli/harness.hpp"
#include "support/catch.hpp"

namespace {

using nlohmann::json;

/// What README.md says of a mutant: "divergences/kl_without_one" → the law it breaks.
std::map<std::string, std::string> catalogue() {
  std::ifstream file(GANZOO_SOURCE_DIR "/tests/mutants/README.md");
  std::map<std::string, std::string> laws;
  const std::regex row(R"(^\| ([a-z]+/[a-z0-9_]+) \| ([a-z0-9_]+) \| [^|]+ \| [^|]+ \|$)");
  std::smatch parts;
  for (std::string line; std::getline(file, line);)
    if (std::regex_match(line, parts, row)) laws[parts[1]] = parts[2];
  return laws;
}

std::set<std::string> modules() {
  std::set<std::string> names;
  const std::filesystem::path root = GANZOO_BUILD_DIR "/mutants";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root))
    if (entry.path().extension() == ".so")
      names.insert(entry.path().parent_path().filename().string() + "/" + entry.path().stem().string());
  return names;
}

/// Everything, mutants, zoo and what is unusual, examined in one go.
const json& examined() {
  static const json all = [] {
    const cli::Bench bench;
    const cli::Result result = bench.ganzoo(
        {"check", "--all", "--format", "json"},
        {.environment = {{"GANZOO_PLUGIN_PATH", GANZOO_BUILD_DIR "/mutants:" GANZOO_BUILD_DIR "/unusual"}}});
    INFO(result.err);
    REQUIRE(result.code == 1);
    return json::parse(result.out);
  }();
  return all;
}

std::map<std::string, std::string> broken_laws(const json& component) {
  std::map<std::string, std::string> broken;
  for (const auto& law : component.at("laws"))
    if (!law.at("holds")) broken[law.at("law")] = law.at("counterexample");
  return broken;
}

/// The address sanitizer ends a process that runs out of memory or of descriptors before its law is tried to the end.
bool ended_by_the_sanitizer(const std::string& mutant) {
#if defined(__SANITIZE_ADDRESS__)
  return mutant == "divergences/devours_memory" || mutant == "divergences/opens_files";
#else
  static_cast<void>(mutant);
  return false;
#endif
}

bool is_mutant(const json& component) {
  return component.at("file").get<std::string>().find("/mutants/") != std::string::npos || component.at("file") == "";
}

}  // namespace

TEST_CASE("the museum's catalogue has a line for each of its mutants, and the mutants for each line", "[unit]") {
  std::set<std::string> told;
  for (const auto& [name, law] : catalogue()) told.insert(name);
  CHECK(told == modules());
  CHECK(told.size() >= 35);
}

TEST_CASE("check rejects every mutant, and names the law that it breaks", "[slow]") {
  const auto laws = catalogue();
  std::set<std::string> seen;
  for (const json& component : examined()) {
    const std::string kind = component.at("kind"), folder = kind == "data" ? "data" : kind + "s";
    const std::string name = folder + "/" + component.at("name").get<std::string>();
    if (!laws.contains(name)) continue;
    seen.insert(name);
    const std::string law = ended_by_the_sanitizer(name) ? "survives" : laws.at(name);
    INFO(name << " must break " << law << ": " << component.dump());
    CHECK(broken_laws(component).contains(law));
  }
  CHECK(seen.size() == laws.size());
}

TEST_CASE("check accepts every component of the zoo, and what is right in an unusual way", "[slow]") {
  int accepted = 0;
  for (const json& component : examined()) {
    if (is_mutant(component)) continue;
    INFO(component.dump());
    CHECK(broken_laws(component).empty());
    CHECK((component.contains("unexamined") || !component.at("laws").empty()));
    ++accepted;
  }
  CHECK(accepted >= 65);
}

TEST_CASE("run fails, before it trains, the cell of a metric whose columns have no name of their own", "[unit]") {
  const cli::Bench bench;
  bench.write("toy.toml", cli::tiny());
  for (const char* name : {"name_with_slash", "name_empty", "name_twice"}) {
    const cli::Result result = bench.ganzoo(
        {"run", "toy.toml", "metrics.names=[\"" GANZOO_BUILD_DIR "/mutants/metrics/" + std::string(name) + ".so\"]"});
    INFO(result.err);
    CHECK(result.code == 1);  // the component's own fault: its cell fails, others would run
    CHECK(cli::says(result, {name, "quantities["}));
  }
}
