#include <fstream>
#include <ganzoo/core/beside.hpp>

#include "support/catch.hpp"
#include "support/temporary.hpp"

using namespace ganzoo;

TEST_CASE("a mistyped path is told the nearest name in its folder", "[unit]") {
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder / "first/kl-s0");
  std::ofstream(folder / "first.toml") << "steps = 1\n";
  const auto hint = [&](const char* missing) { return hint_beside(folder / missing); };
  CHECK(hint("frist.toml") == "did you mean " + (folder / "first.toml").string() + "?");
  CHECK(hint("frist") == "did you mean " + (folder / "first").string() + "?");
  CHECK(hint("first/kl-s1/") == "did you mean " + (folder / "first/kl-s0").string() + "?");
  CHECK(hint("entirely-else").empty());
  CHECK(hint("none/first.toml").empty());
  CHECK(hint_beside("").empty());
}
