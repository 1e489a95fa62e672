// What the command line sets beside a grid that sets it too, and what a file gives that the grid replaces.
#include <ganzoo/config/document.hpp>
#include <ganzoo/config/toml.hpp>
#include <ganzoo/experiment/grid/expand.hpp>
#include <ganzoo/experiment/grid/replaced_axes.hpp>
#include <ganzoo/experiment/spec/override.hpp>

#include "experiment/toy_catalogue.hpp"
#include "support/catch.hpp"

using namespace toys;

namespace {

using Lines = std::vector<std::string>;

struct Outcome {
  Lines notices, complaints;
  std::size_t cells = 0;
};

/// As `ganzoo run` goes about it.
Outcome overridden(const std::string& grid, const Lines& overrides) {
  Table experiment = config::parse_toml(toy(grid), "toy.toml");
  for (const std::string& one : overrides) apply_override(experiment, one);
  Outcome outcome{replace_axes(experiment, overrides), {}};
  try {
    outcome.cells = expand(experiment, catalogue(), false).cells.size();
  } catch (const Error& error) {
    for (const Complaint& c : error.complaints()) outcome.complaints.push_back(c.message);
  }
  return outcome;
}

std::string refusal_of(const std::string& grid, const std::string& override) {
  const Outcome outcome = overridden(grid, {override});
  CHECK(outcome.notices.empty());
  return outcome.complaints.empty() ? "" : outcome.complaints.front();
}

/// [grid] with this line in it, the twelfth of the file.
std::string axis(const std::string& line) { return "[grid]\n" + line + "\n"; }

}  // namespace

TEST_CASE("an override of an axis's very key replaces the axis, and says so", "[unit]") {
  Outcome one = overridden(axis("\"divergence\" = [\"kl\", \"reverse_kl\"]"), {"divergence=alpha"});
  CHECK(one.notices == Lines{"divergence=alpha replaces the grid's axis over divergence (toy.toml:12:16)"});
  CHECK(one.complaints.empty());
  CHECK(one.cells == 1);
  for (const char* grid :
       {"generator.noise = [2, 3]\nseed = [0, 1]", "\"generator.noise\" = [2, 3]\nseed = [0, 1]",
        "generator = { noise = [2, 3] }\nseed = [0, 1]", "[[grid.zip]]\n\"generator.noise\" = [2, 3]\nseed = [0, 1]",
        "[[grid.random]]\ncount = 2\n\"generator.noise\" = { choice = [2, 3] }\n[[grid.zip]]\nseed = [0, 1]"}) {
    one = overridden(axis(grid), {"generator.noise=5"});
    INFO(grid);
    CHECK(one.notices.size() == 1);
    CHECK(one.complaints.empty());
    CHECK(one.cells == 2);
  }
  Table experiment = config::parse_toml(toy(axis("\"seed\" = [0, 1]")), "toy.toml");
  replace_axes(experiment, {"seed=5"});
  CHECK(experiment.find("grid") == nullptr);
}

TEST_CASE("an override that an axis would undo is refused, and the axis named", "[unit]") {
  CHECK(
      refusal_of(axis("\"optimizer.generator\" = [\"adam\", \"sgd\"]"), "optimizer.generator.rate=0.123") ==
      "command line: optimizer.generator.rate is 0.123, but the grid's axis over optimizer.generator (toy.toml:12:25) "
      "puts another value there");
  const std::pair<const char*, const char*> undone[]{
      {"\"divergence\" = [\"kl\", { name = \"alpha\", alpha = 0.3 }]", "divergence.name=alpha"},
      {"\"divergence.name\" = [\"kl\", \"reverse_kl\"]", "divergence=alpha"},
      {"\"divergence\" = [\"kl\", { name = \"kl\", link = \"log_ratio\" }]", "divergence.link=published"},
      {"\"scheduler\" = [\"alternating\", \"simultaneous\"]", "scheduler.critic_steps=7"},
      {"\"data\" = [\"ring\", { name = \"ring\", modes = 3 }]", "data.modes=5"},
      {"\"generator.noise\" = [2, 3]", "generator={ name = \"mlp\", noise = 5 }"},
      {"\"optimizer.generator.rate\" = [1, 2]", "optimizer={ generator = { rate = 3 } }"},
      {"\"optimizer.generator.rate\" = [1, 2]", "optimizer.generator.rate.from=3"},
      {"\"regularizer\" = [[], [\"r1\"]]", "regularizer[0].name=r1"},
      {"\"train\" = [{ batch = 8 }, { batch = 16 }]", "train.batch=32"},
      {"\"steps\" = [10, 20]", "epochs=3"}};
  for (const auto& [line, override] : undone) {
    INFO(line << " and " << override);
    const std::string refusal = refusal_of(axis(line), override);
    CHECK(refusal.find("command line: ") == 0);
    CHECK(refusal.find("(toy.toml:12:") != std::string::npos);
  }
  CHECK(refusal_of("[[grid.set]]\nwhen = { seed = 0 }\nset = { \"train.batch\" = 8 }\n", "train.batch=16") ==
        "command line: train.batch is 16, but a [[grid.set]] of train.batch (toy.toml:13:25) puts another value there");
}

TEST_CASE("an override beside an axis that leaves it alone counts", "[unit]") {
  const std::pair<const char*, const char*> kept[]{
      {"\"divergence\" = [\"kl\", \"reverse_kl\"]", "divergence.link=log_ratio"},
      {"\"optimizer.generator.rate\" = [1, 2]", "optimizer.generator=sgd"},
      {"\"train\" = [{ batch = 8 }, { batch = 16 }]", "train.ema=0.5"},
      {"\"divergence.alpha\" = [0.2, 0.3]", "divergence=alpha"},
      {"\"seed\" = [3, 4]", "grid.seed=[0, 1]"},
      {"[[grid.set]]\nwhen = { seed = 7 }\nset = { \"train.batch\" = 8 }\n[[grid.zip]]\nseed = [0, 1]",
       "train.batch=16"}};
  for (const auto& [line, override] : kept) {
    INFO(line << " and " << override);
    const Outcome outcome = overridden(axis(line), {override});
    CHECK(outcome.notices.empty());
    CHECK(outcome.complaints.empty());
    CHECK(outcome.cells == 2);
  }
}

TEST_CASE("every key of the file is checked, also where an axis replaces it", "[unit]") {
  const auto of = [](std::string from, const std::string& to, const std::string& grid) {
    std::string text = toy();
    text.replace(text.find(from), from.size(), to);
    const Lines lines = complaints(text + grid);
    return lines.empty() ? "" : lines.front().substr(0, lines.front().find(" | "));
  };
  CHECK(of("\"kl\"", "\"kl\"\ngenerator_los = \"x\"", "[grid]\n\"divergence\" = [\"kl\", \"alpha\"]\n") ==
        "toy.toml:11:17: divergence.generator_los is no known key");
  CHECK(of("\"ring\"", "\"ring\"\nmodez = 8", "[grid]\n\"data\" = [\"ring\"]\n") ==
        "toy.toml:5:9: data.modez is no known key");
  CHECK(of("\"ring\"", "\"ring\"\nmodes = 0", "[grid]\n\"data.modes\" = [8]\n") ==
        "toy.toml:5:9: data.modes is 0, but must be at least 1");
  CHECK(of("\"kl\"", "\"kl\"\nlink = \"log_ration\"", "[grid]\n\"divergence\" = [\"wasserstein\"]\n")
            .starts_with("toy.toml:11:8: divergence.link is \"log_ration\", but must be one of"));
  CHECK(of("\"kl\"\n", "\"kl\"\n[optimizer.generator]\nrte = 1\n", "[grid]\n\"optimizer.generator\" = [\"sgd\"]\n") ==
        "toy.toml:12:7: optimizer.generator.rte is no known key");
  CHECK(of("\"kl\"\n", "\"kl\"\n[[regularizer]]\nname = \"r1\"\ngama = 1\n", "[grid]\n\"regularizer\" = [[]]\n") ==
        "toy.toml:13:8: regularizer[0].gama is no known key");
  CHECK(of("\"kl\"\n", "\"kl\"\n[train]\nbatch = 0\n", "[grid]\n\"train.batch\" = [8]\n")
            .starts_with("toy.toml:12:9: train.batch is 0, but must be in [1, "));
  CHECK(of("name = \"ring\"", "modes = 8", "[grid]\n\"data.name\" = [\"ring\"]\n") ==
        "toy.toml:4:9: data.modes is 8, but data.name must be given for it: modes would be lost");
  CHECK(of("name = \"kl\"", "link = \"log_ratio\"", "[grid]\n\"divergence.name\" = [\"kl\", \"alpha\"]\n") == "");
  CHECK(of("\"kl\"", "\"hinge\"\nlink = \"log_ratio\"", "[grid]\n\"divergence\" = [\"kl\"]\n") == "");
}

TEST_CASE("a divergence without a critic hides no mistake of the discriminator's", "[unit]") {
  std::string text = toy();
  text.replace(text.find("\"kl\""), 4, "\"mmd\"");
  text.insert(text.find("[divergence]"), "hiden = [8]\n");
  CHECK(complaints(text).at(0).starts_with("toy.toml:9:9: discriminator.hiden is no known key"));
}

TEST_CASE("an override hides no mistake of the file's", "[unit]") {
  Catalogue known = catalogue();
  const auto check = [&](const std::string& text) { require_sound_file(config::parse_toml(text, "toy.toml"), known); };
  CHECK_NOTHROW(check(toy(axis("\"seed\" = [0]"))));
  CHECK_THROWS_WITH(check(toy("generator_los = 1\n")), "toy.toml:11:17: divergence.generator_los is no known key");
  known.erase({Kind::divergence, "kl"});  // one that is not to be had may well be replaced
  CHECK_NOTHROW(check(toy("generator_los = 1\n")));
}
