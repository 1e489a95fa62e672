/// Each parser under some thousand mutated seeds, the same ones in every run; tests/fuzz/run.sh has the millions.
#include <algorithm>

#include "support/catch.hpp"
#include "support/dice.hpp"
#include "target.hpp"

namespace {

constexpr std::uint64_t mutants_each = 4000;

/// Some bytes changed, a piece doubled, left out, or put in from another seed.
std::string mutant_of(const std::vector<std::string>& seeds, Dice& dice) {
  std::string bytes = seeds[dice.below(seeds.size())];
  for (std::size_t i = 0, n = 1 + dice.below(4); i < n && !bytes.empty(); ++i) {
    const std::size_t at = dice.below(bytes.size()),
                      length = 1 + dice.below(std::min<std::size_t>(16, bytes.size() - at));
    const std::string& other = seeds[dice.below(seeds.size())];
    const std::size_t from = dice.below(std::max<std::size_t>(1, other.size()));
    switch (dice.below(6)) {
      case 0:
        bytes[at] = static_cast<char>(dice.below(256));
        break;
      case 1:
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << dice.below(8)));
        break;
      case 2:
        bytes.erase(at, length);
        break;
      case 3:
        bytes.insert(at, bytes.substr(at, length));
        break;
      case 4:
        bytes.insert(at, other.substr(from, length));
        break;
      default:
        bytes.insert(at, 1, "()[]{}\"'=,.-0\n\\\xff"[dice.below(16)]);
    }
  }
  return bytes;
}

}  // namespace

TEST_CASE("no parser is harmed by some thousand mutants of what it reads", "[unit]") {
  REQUIRE(fuzz::targets().size() >= 13);
  for (const fuzz::Target& target : fuzz::targets()) {
    CAPTURE(target.name);
    for (const std::string& seed : target.seeds) fuzz::run(target, seed);
    for (std::uint64_t i = 0; i < mutants_each; ++i) {
      Dice dice(i);
      CAPTURE(i);
      fuzz::run(target, mutant_of(target.seeds, dice));
    }
  }
  SUCCEED();
}
