#include "grid_scene.hpp"

using namespace toys;
using namespace grid_scene;

TEST_CASE("without a grid, or with --base, there is one cell", "[unit]") {
  CHECK(ids(expanded(toy())) == Names{"base"});
  CHECK(ids(expanded(toy("[grid]\nseed = [0, 1]\n"), true)) == Names{"base"});
}

TEST_CASE("a grid's cells are the product of its axes, the first varying slowest", "[unit]") {
  const Expansion e = expanded(toy("[grid]\n\"divergence\" = [\"reverse_kl\", \"kl\"]\n\"seed\" = [0, 1, 2]\n"));
  CHECK(ids(e) == Names{"reverse_kl-s0", "reverse_kl-s1", "reverse_kl-s2", "kl-s0", "kl-s1", "kl-s2"});
  CHECK(e.cells[1].varied[0].first == "divergence");
  CHECK(e.cells[1].varied[1].second == Value(1));
  CHECK(at(e.cells[1], {"seed"}) == "1");
  CHECK(at(e.cells[1], {"divergence", "name"}) == "\"reverse_kl\"");
}

TEST_CASE("axes keep the order of the file, zip and random blocks among them", "[unit]") {
  const Expansion e = expanded(toy(R"([[grid.zip]]
"train.batch" = [32, 64]
"train.threads" = [1, 2]
[[grid.random]]
count = 2
"optimizer.generator.beta1" = { choice = [0.25] }
[[grid.zip]]
"seed" = [3, 4]
)"));
  CHECK(e.cells.size() == 4);  // both random points are equal, so each pair is one run
  CHECK(e.notices.size() == 4);
  CHECK(e.cells[0].varied[0].first == "train.batch");
  CHECK(e.cells[0].varied[2].first == "optimizer.generator.beta1");
  CHECK(e.cells[0].varied[3].first == "seed");
  CHECK(at(e.cells[3], {"train", "threads"}) == "2");
}

TEST_CASE("zipped keys move together and must be equally many", "[unit]") {
  const Expansion e = expanded(toy(
      "[[grid.zip]]\n\"optimizer.generator.rate\" = [1e-4, 1e-3]\n\"optimizer.discriminator.rate\" = [4e-4, 2e-3]\n"));
  REQUIRE(e.cells.size() == 2);
  CHECK(at(e.cells[1], {"optimizer", "generator", "rate"}) == "0.001");
  CHECK(at(e.cells[1], {"optimizer", "discriminator", "rate"}) == "0.002");
  CHECK(complaints(toy("[[grid.zip]]\n\"seed\" = [1, 2]\n\"train.batch\" = [1, 2, 3]\n")) ==
        Names{"toy.toml:13:17: grid.zip.train.batch has 3 values, but must have 2 like grid.zip.seed"});
}

TEST_CASE("grid.set changes the cells that match, defaults counted", "[unit]") {
  const Expansion e = expanded(toy(R"([grid]
"divergence" = ["kl", "wasserstein"]
[[grid.set]]
when = { "divergence.name" = "wasserstein" }
set = { "scheduler.critic_steps" = 5, "regularizer" = [{ name = "weight_clip", bound = 0.02 }] }
[[grid.set]]
when = { scheduler.name = ["alternating", "wgan"], scheduler.critic_steps = 1 }
set = { train = { batch = 32 } }
)"));
  REQUIRE(e.cells.size() == 2);
  CHECK(at(e.cells[0], {"scheduler", "critic_steps"}) == "1");
  CHECK(at(e.cells[0], {"train", "batch"}) == "32");
  CHECK(at(e.cells[1], {"scheduler", "critic_steps"}) == "5");
  CHECK(at(e.cells[1], {"train", "batch"}) == "256");
  CHECK(at(e.cells[1], {"regularizer"}) == "[{ name = \"weight_clip\", bound = 0.02 }]");
}

TEST_CASE("grid.skip leaves out cells where every key matches", "[unit]") {
  const std::string axes = "[grid]\n\"divergence\" = [\"kl\", \"alpha\"]\nseed = [0, 1, 2]\n";
  CHECK(ids(expanded(toy(axes + "[[grid.skip]]\n\"divergence.name\" = \"kl\"\nseed = [1, 2]\n"))) ==
        Names{"kl-s0", "alpha-s0", "alpha-s1", "alpha-s2"});
  CHECK(ids(expanded(toy(axes + "[[grid.skip]]\ndivergence = \"kl\"\n[[grid.skip]]\nseed = 2\n"))) ==
        Names{"alpha-s0", "alpha-s1"});
  CHECK(ids(expanded(toy(axes + "[[grid.skip]]\ndivergence = { name = \"alpha\", alpha = 0.5 }\n"))) ==
        Names{"kl-s0", "kl-s1", "kl-s2"});
  CHECK(ids(expanded(toy(axes + "[[grid.skip]]\ndivergence = { name = \"alpha\", alpha = 0.4 }\n"))).size() == 6);
  CHECK(complaints(toy(axes + "[[grid.skip]]\nseed = [0, 1, 2]\n")) ==
        Names{"toy.toml:14:1: [[grid.skip]] leaves no cell"});
}

TEST_CASE("an unsound cell may be mended by grid.set or left out by grid.skip", "[unit]") {
  const std::string axes = "[grid]\n\"divergence\" = [\"kl\", \"wasserstein\"]\n";
  CHECK(complaints(toy(axes)).size() == 1);
  CHECK(complaints(toy(axes + "[[grid.skip]]\n\"divergence.name\" = \"wasserstein\"\n")).empty());
}

TEST_CASE("an axis over a component replaces its name and own parameters, and the kind's keys stay unless given",
          "[unit]") {
  const std::string text = R"(title = "toy"
steps = 10
data = "ring"
generator = "mlp"
discriminator = "mlp"
[divergence]
name = "alpha"
alpha = 0.3
link = "log_ratio"
[grid]
"divergence" = ["alpha", "kl", { name = "reverse_kl", link = "published" }, "total_variation"]
)";
  const Expansion e = expanded(text);
  REQUIRE(e.cells.size() == 4);
  CHECK(at(e.cells[0], {"divergence", "alpha"}) == "0.5");
  CHECK(at(e.cells[0], {"divergence", "link"}) == "\"log_ratio\"");
  CHECK(at(e.cells[1], {"divergence"}) == "{ name = \"kl\", link = \"log_ratio\", generator_loss = \"saturating\" }");
  CHECK(at(e.cells[2], {"divergence", "link"}) == "\"published\"");
  CHECK(at(e.cells[3], {"divergence", "link"}) == "\"published\"");
  CHECK(e.cells[3].ignored == Names{"divergence.link = \"log_ratio\""});
  CHECK(e.cells[1].ignored.empty());
}

TEST_CASE("an axis over a component's name replaces the component too", "[unit]") {
  const std::string text =
      toy("generator_loss = \"non_saturating\"\n[grid]\ndivergence.name = [\"kl\", \"alpha\", \"hinge\", \"mmd\"]\n");
  const Expansion e = expanded(text);
  REQUIRE(e.cells.size() == 4);
  CHECK(at(e.cells[1], {"divergence", "generator_loss"}) == "\"non_saturating\"");
  CHECK(at(e.cells[2], {"divergence", "generator_loss"}) == "\"saturating\"");
  CHECK(e.cells[2].ignored == Names{"divergence.generator_loss = \"non_saturating\""});
  CHECK(at(e.cells[3], {"divergence"}) == "{ name = \"mmd\" }");
}

TEST_CASE("a component axis and its parameter's axis may stand in any order", "[unit]") {
  for (const std::string axes : {"\"divergence.alpha\" = [0.2, 0.4]\n\"divergence\" = [\"alpha\"]\n",
                                 "\"divergence\" = [\"alpha\"]\n\"divergence.alpha\" = [0.2, 0.4]\n"}) {
    const Expansion e = expanded(toy("[grid]\n" + axes));
    REQUIRE(e.cells.size() == 2);
    CHECK(at(e.cells[1], {"divergence", "alpha"}) == "0.4");
  }
}

TEST_CASE("a divergence without a critic drops what belongs to one, and says so", "[unit]") {
  const Expansion e =
      expanded(toy("[[regularizer]]\nname = \"r1\"\n[grid]\n\"divergence\" = [\"kl\", "
                   "\"mmd\"]\n\"regularizer[0].gamma\" = [1.0, 2.0]\n"));
  REQUIRE(e.cells.size() == 3);
  CHECK(e.cells[2].ignored == Names{"discriminator", "regularizer"});
  CHECK(e.cells[2].spec.find("discriminator") == nullptr);
  CHECK(at(e.cells[2], {"optimizer", "discriminator"}) == "");
  REQUIRE(e.notices.size() == 1);
  CHECK(e.notices[0].find("is the same run as") != std::string::npos);
}

TEST_CASE("a section may be varied as a table, which changes only its own keys", "[unit]") {
  const Expansion e =
      expanded(toy("[grid]\n\"train\" = [{ batch = 16 }, { batch = 32, ema = 0.9 }]\n\"divergence\" = [{ link = "
                   "\"log_ratio\" }]\n"));
  REQUIRE(e.cells.size() == 2);
  CHECK(at(e.cells[1], {"train"}) ==
        "{ batch = 32, threads = 1, precision = \"fp32\", noise = \"independent\", ema = 0.9 }");
  CHECK(at(e.cells[1], {"divergence"}) == "{ name = \"kl\", link = \"log_ratio\", generator_loss = \"saturating\" }");
}

TEST_CASE("a grid says what is wrong with it, where, and what was meant", "[unit]") {
  const auto of = [](const std::string& grid) { return complaints(toy(grid)); };
  CHECK(of("[grid]\n\"divergance\" = [\"kl\"]\n") ==
        Names{"toy.toml:12:16: grid path divergance leads nowhere | did you mean divergence?"});
  CHECK(of("[grid]\n\"optimizer.generator.rates\" = [1]\n") ==
        Names{"toy.toml:12:31: grid path optimizer.generator.rates leads nowhere | did you mean "
              "optimizer.generator.rate?"});
  CHECK(of("[grid]\n\"seed.x\" = [1]\n").size() == 1);
  CHECK(of("[grid]\n\"plugins.paths\" = [[\"a\"]]\n").at(0).find("12:19: grid path plugins.paths leads nowhere") !=
        std::string::npos);
  CHECK(of("[grid]\n\"seed\" = 5\n") == Names{"toy.toml:12:10: grid.seed is 5, but must be a list of values"});
  CHECK(of("[grid]\n\"train.batch\" = []\n").at(0) ==
        "toy.toml:12:17: grid.train.batch is [], but must be a list of one or more values");
  CHECK(of("[grid]\n\"a..b\" = [1]\n") ==
        Names{"toy.toml:12:10: \"a..b\" is no path, but must be keys with dots between them"});
  CHECK(of("[grid]\nset = 5\n").at(0) == "toy.toml:12:7: grid.set is 5, but must be tables [[grid.set]]");
  CHECK(of("[[grid.set]]\nwhen = { seed = 1 }\n").at(0).find("toy.toml:11:1: grid.set.set is missing") == 0);
  CHECK(of("[[grid.set]]\nwhen = { seed = 1 }\nset = 5\n")
            .at(0)
            .find("toy.toml:13:7: grid.set.set is 5, but must be a table") == 0);
  CHECK(of("[[grid.set]]\nwhen = { seed = 1 }\nset = { seed = 2 }\nif = 3\n") ==
        Names{"toy.toml:14:6: grid.set.if is unknown | its keys are when and set"});
  CHECK(of("[[grid.set]]\nwhen = { sead = 1 }\nset = { \"train.bach\" = 2 }\n") ==
        Names{"toy.toml:12:17: grid path sead leads nowhere | did you mean seed?",
              "toy.toml:13:24: grid path train.bach leads nowhere | did you mean train.batch?"});
  CHECK(of("[[grid.skip]]\n") == Names{"toy.toml:11:1: [[grid.skip]] names no key, so it would skip all"});
  CHECK(of("[[grid.zip]]\n") == Names{"toy.toml:11:1: [[grid.zip]] moves no key"});
  CHECK(of("[grid]\n\"seed\" = [0, -1]\n").at(0).find("toy.toml:12:14: seed is -1, but must be") == 0);
  CHECK(complaints("grid = 5\n" + toy()).at(0) == "toy.toml:1:8: grid is 5, but must be a table");
}

TEST_CASE("of two axes over one path the later counts, the command line's before any, and a notice says so", "[unit]") {
  const std::string text = toy("[grid]\nseed = [0, 1]\n[[grid.zip]]\nseed = [5, 6]\n\"train.batch\" = [1, 2]\n");
  const Expansion e = expanded(text);
  CHECK(ids(e) == Names{"s5-batch1", "s6-batch2"});
  CHECK(e.notices == Names{"the grid varies seed twice: toy.toml:13:1 counts"});
  Table table = config::parse_toml(text, "toy.toml");
  apply_override(table, "grid.seed=[7]");
  const Expansion overridden = expand(table, catalogue(), false);
  CHECK(ids(overridden) == Names{"s7-batch1", "s7-batch2"});
  CHECK(overridden.notices == Names{"the grid varies seed twice: command line counts"});
}

TEST_CASE("a component from the command line keeps the kind's keys of the file where they apply", "[unit]") {
  const auto cell = [](const std::string& override) {
    Table table = config::parse_toml(toy("generator_loss = \"non_saturating\"\nlink = \"log_ratio\"\n"), "toy.toml");
    apply_override(table, override);
    return expand(table, catalogue(), false).cells.at(0);
  };
  CHECK(at(cell("divergence.name=reverse_kl"), {"divergence", "link"}) == "\"log_ratio\"");
  CHECK(at(cell("divergence=reverse_kl"), {"divergence", "generator_loss"}) == "\"non_saturating\"");
  CHECK(at(cell("divergence={ name = 'reverse_kl', link = 'published' }"), {"divergence", "link"}) == "\"published\"");
  CHECK(cell("divergence.name=mmd").ignored ==
        Names{"divergence.generator_loss = \"non_saturating\"", "divergence.link = \"log_ratio\"", "discriminator"});
  CHECK(cell("divergence=hinge").ignored ==
        Names{"divergence.generator_loss = \"non_saturating\"", "divergence.link = \"log_ratio\""});
}

TEST_CASE("a grid beyond 100 000 cells is refused, not attempted", "[unit]") {
  std::string axes = "[grid]\n";
  for (const char* key :
       {"train.batch", "train.threads", "metrics.every", "metrics.samples", "log.every", "log.snapshots"}) {
    axes += "\"" + std::string(key) + "\" = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]\n";
  }
  CHECK(complaints(toy(axes)).at(0).find("toy.toml:17:19: the grid has more than 100000 cells") == 0);
}
