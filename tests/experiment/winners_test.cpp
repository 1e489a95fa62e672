// What `compare --tune` chose, laid into the experiment that it was chosen in.
#include <ganzoo/experiment/grid/expand.hpp>
#include <ganzoo/experiment/grid/winners.hpp>

#include "experiment/toy_catalogue.hpp"
#include "support/catch.hpp"

using namespace toys;

namespace {

const char* const chosen =
    "tuned_on = [0, 1]\n[[grid.zip]]\n\"divergence\" = [\"kl\", \"reverse_kl\"]\n\"generator.noise\" = [2, 3]\n";

Table searched() {
  return config::parse_toml(
      toy("[grid]\ndivergence = [\"kl\", \"reverse_kl\"]\n\"generator.noise\" = [2, 3, 4]\nseed = [5, 6]\n"),
      "toy.toml");
}

std::string refusal(const std::string& winners) {
  Table experiment = searched();
  try {
    lay_winners(experiment, config::parse_toml(winners, "winners.toml"), "winners.toml");
  } catch (const Error& error) {
    return error.complaints().front().message;
  }
  return {};
}

}  // namespace

TEST_CASE("winners take the place of the axes that were searched", "[unit]") {
  Table experiment = searched();
  const auto notices = lay_winners(experiment, config::parse_toml(chosen, "winners.toml"), "winners.toml");
  CHECK(notices.size() == 2);
  CHECK(notices.front() == "winners.toml replaces the grid's axis over divergence (toy.toml:12:14)");
  const Expansion expansion = expand(experiment, catalogue(), false);
  CHECK(expansion.cells.size() == 4);  // two winners, two seeds
  for (const Cell& cell : expansion.cells) CHECK(cell.spec.find("tuned_on")->get<List>().size() == 2);
}

TEST_CASE("a run's hash does not hang on the seeds that chose its settings", "[unit]") {
  Table plain = config::parse_toml(toy(""), "toy.toml"), tuned = plain;
  tuned.set("tuned_on", List{std::int64_t{0}});
  CHECK(expand(plain, catalogue(), false).cells.front().id == expand(tuned, catalogue(), false).cells.front().id);
}

TEST_CASE("a file of winners that holds something else is refused", "[unit]") {
  CHECK(refusal("steps = 3\n").find("winners.toml:1:9: steps is given, but winners are tuned_on and") == 0);
  CHECK(refusal("tuned_on = [0]\n[grid]\nseed = [3]\n").find("grid.seed is given") != std::string::npos);
  CHECK(refusal("tuned_on = [0]\n") == "winners.toml has no [[grid.zip]], but winners have both");
  CHECK(refusal("[[grid.zip]]\nseed = [3]\n") == "winners.toml has no tuned_on, but winners have both");
}
