// divergences/README.md against what the program prints.
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "cli/harness.hpp"
#include "support/catch.hpp"

namespace {

const std::filesystem::path folder = GANZOO_SOURCE_DIR "/divergences";

/// "| [kl](pictures/kl.png) | u log u |" → "kl"; "" for a line that is no row.
std::string name_in(const std::string& line) {
  if (!line.starts_with("| ") || line.starts_with("| name")) return "";
  const std::string cell = line.substr(2, line.find(" |", 2) - 2);
  return cell.starts_with("[") ? cell.substr(1, cell.find(']') - 1) : cell;
}

bool is_in_the_zoo(const std::string& name) {
  for (const char* kind : {"f", "game", "ipm", "bound", "sample", "fit"})
    if (std::filesystem::exists(folder / kind / (name + ".cpp"))) return true;
  return false;
}

/// Without the rows of divergences that someone built into this build tree.
std::string of_the_zoo(const std::string& page) {
  std::istringstream in(page);
  std::string kept;
  for (std::string line; std::getline(in, line);)
    if (name_in(line).empty() || is_in_the_zoo(name_in(line))) kept += line + "\n";
  return kept;
}

}  // namespace

TEST_CASE("divergences/README.md is what ganzoo list divergence --format markdown prints", "[unit]") {
  const cli::Bench bench;
  const cli::Result printed = bench.ganzoo({"list", "divergence", "--format", "markdown"});
  REQUIRE(printed.code == 0);
  std::ifstream in(folder / "README.md");
  std::stringstream page;
  page << in.rdbuf();
  INFO("stale? divergences/update.sh writes it anew");
  CHECK(page.str() == of_the_zoo(printed.out));
}

TEST_CASE("Every picture that divergences/README.md names is there", "[unit]") {
  std::ifstream in(folder / "README.md");
  int pictures = 0;
  for (std::string line; std::getline(in, line);) {
    const auto at = line.find("](pictures/");
    if (at == std::string::npos) continue;
    const std::string picture = line.substr(at + 2, line.find(')', at) - at - 2);
    INFO(picture);
    CHECK(std::filesystem::file_size(folder / picture) > 1000);
    ++pictures;
  }
  CHECK(pictures >= 20);
}
