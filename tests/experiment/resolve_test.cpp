#include <algorithm>
#include <ganzoo/config/toml.hpp>
#include <ganzoo/experiment/grid/named_components.hpp>
#include <ganzoo/experiment/spec/catalogue.hpp>
#include <ganzoo/experiment/spec/component_name.hpp>
#include <random>

#include "experiment/toy_catalogue.hpp"
#include "support/catch.hpp"

using namespace toys;

namespace {

using Lines = std::vector<std::string>;

Lines of(const std::string& more) { return complaints(toy(more)); }

}  // namespace

TEST_CASE("an unknown key is an error with its place and the nearest known", "[unit]") {
  CHECK(of("[trian]\nbatch = 1\n") == Lines{"toy.toml:11:1: trian is no known key | did you mean train?"});
  CHECK(of("[train]\nbach = 1\n") == Lines{"toy.toml:12:8: train.bach is no known key | did you mean batch?"});
  CHECK(of("[optimizer.generater]\nname = \"adam\"\n")
            .at(0)
            .find("optimizer.generater is no known key | did you mean generator?") != std::string::npos);
  CHECK(of("liink = \"published\"\n") == Lines{"toy.toml:11:9: divergence.liink is no known key | did you mean link?"});
  CHECK(complaints("stepz = 5\n" + toy()) == Lines{"toy.toml:1:9: stepz is no known key | did you mean steps?"});
}

TEST_CASE("a value of a wrong type or out of range says what it must be", "[unit]") {
  CHECK(of("[train]\nbatch = \"big\"\n") == Lines{"toy.toml:12:9: train.batch is \"big\", but must be an integer"});
  CHECK(of("[train]\nprecision = \"fp31\"\n") == Lines{"toy.toml:12:13: train.precision is \"fp31\", but must be one "
                                                       "of \"fp32\", \"bf16\", \"split\" | did you mean \"fp32\"?"});
  CHECK(of("[train]\nema = 1.0\n").at(0).find("toy.toml:12:7: train.ema is 1.0, but must be ") == 0);
  CHECK(of("[log]\nevery = 0\n").at(0).find("toy.toml:12:9: log.every is 0, but must be ") == 0);
  CHECK(of("[scheduler]\ncritic_steps = 0\n").at(0).find("toy.toml:12:16: scheduler.critic_steps is 0, but must be ") ==
        0);
  CHECK(of("[[regularizer]]\nname = \"r1\"\n[[regularizer]]\nname = \"r1\"\ngamma = -1\n")
            .at(0)
            .find("toy.toml:15:9: regularizer[1].gamma is -1, but must be positive") == 0);
  CHECK(complaints("train = 5\n" + toy()) == Lines{"toy.toml:1:9: train is 5, but must be a table"});
  CHECK(complaints("optimizer = 5\n" + toy()).at(0) == "toy.toml:1:13: optimizer is 5, but must be a table");
  CHECK(complaints("regularizer = 5\n" + toy()) ==
        Lines{"toy.toml:1:15: regularizer is 5, but must be a list of components"});
  CHECK(complaints("regularizer = [5]\n" + toy()) ==
        Lines{"toy.toml:1:16: regularizer[0] is 5, but must be a name, or a table with a name"});
  CHECK(complaints("scheduler = true\n" + toy()) ==
        Lines{"toy.toml:1:13: scheduler is true, but must be a name, or a table with a name"});
  CHECK(complaints("seed = -1\n" + toy()).at(0).find("toy.toml:1:8: seed is -1, but must be ") == 0);
}

TEST_CASE("what must be given and is not is named", "[unit]") {
  CHECK(complaints("").size() == 5);
  CHECK(complaints("title = \"x\"\nsteps = 5\ndata = \"ring\"\ngenerator = \"mlp\"\ndiscriminator = \"mlp\"\n") ==
        Lines{"toy.toml: divergence is missing, but must be given | [divergence] with name = … ; `ganzoo list "
              "divergence` shows them"});
  CHECK(
      complaints("title = \"x\"\ndata = \"ring\"\ngenerator = \"mlp\"\ndiscriminator = \"mlp\"\ndivergence = \"kl\"\n")
          .at(0)
          .find("toy.toml: steps is missing, but must be given") == 0);
  CHECK(complaints("title = \"x\"\nsteps = 5\ndata = \"ring\"\ngenerator = \"mlp\"\ndivergence = \"kl\"\n") ==
        Lines{"toy.toml:5:14: discriminator is missing, but divergence \"kl\" needs a critic | [discriminator] name = "
              "\"mlp\""});
  CHECK(complaints("title = \"x\"\nsteps = 5\ndata = \"ring\"\ngenerator = \"mlp\"\ndivergence = \"mmd\"\n").empty());
  CHECK(of("[[regularizer]]\nbound = 1\n") ==
        Lines{"toy.toml:11:1: regularizer[0].name is missing, but must be given"});
  CHECK(complaints("epochs = 3\n" + toy()) == Lines{"toy.toml:1:10: epochs and steps are both given, but one must be"});
}

TEST_CASE("a title must do as a folder's name", "[unit]") {
  for (const char* bad : {"\"\"", "\"a/b\"", "\"..\"", "\"a\\u001bb\"", "5"}) {
    std::string text = toy();
    text.replace(text.find("\"toy\""), 5, bad);
    INFO(bad);
    REQUIRE(complaints(text).size() == 1);
    CHECK(complaints(text)[0].find("toy.toml:1:9: title is ") == 0);
    CHECK(complaints(text)[0].find('\x1b') == std::string::npos);
  }
}

TEST_CASE("a component that nobody has is an error with its place and what is suggested", "[unit]") {
  CHECK(of("[scheduler]\nname = \"wgna\"\n") ==
        Lines{"toy.toml:12:8: scheduler.name is \"wgna\", but no scheduler of that name is found | `ganzoo list "
              "scheduler` shows what there is"});
  CHECK(of("[scheduler]\nname = 5\n") == Lines{"toy.toml:12:8: scheduler.name is 5, but must be a string"});
  Catalogue known = catalogue();
  KnownComponent& missing = known[{Kind::metric, "mods"}];
  missing.kind = Kind::metric;
  missing.found = false;
  missing.hint = "did you mean modes?";
  CHECK(complaints(toy("[metrics]\nnames = [\"mods\"]\n"), known) ==
        Lines{"toy.toml:12:10: metrics.names[0].name is \"mods\", but no metric of that name is found | did you mean "
              "modes?"});
}

TEST_CASE("a component's path that leads to no file is an error of the experiment", "[unit]") {
  Catalogue known = catalogue();
  KnownComponent& missing = known[{Kind::scheduler, component_name("./gone.so")}];
  missing.failure = "cannot be loaded: not found";
  CHECK(complaints(toy("[scheduler]\nname = \"./gone.so\"\n"), known) ==
        Lines{"toy.toml:12:8: scheduler.name is \"./gone.so\", but there is no such file | paths are relative to the "
              "file that names them"});
}

TEST_CASE("a Wasserstein critic without a Lipschitz constraint is refused", "[unit]") {
  const std::string swap = "[grid]\n\"divergence\" = [\"wasserstein\"]\n";
  REQUIRE(of(swap).size() == 1);
  CHECK(of(swap)[0].find(
            "toy.toml:12:17: divergence.name is \"wasserstein\", but its critic must have a Lipschitz constraint") ==
        0);
  CHECK(of("[[regularizer]]\nname = \"r1\"\n" + swap).size() == 1);
  CHECK(of("[[regularizer]]\nname = \"r1\"\n[[regularizer]]\nname = \"weight_clip\"\n" + swap).empty());
  CHECK(of("[grid]\n\"divergence\" = [\"wasserstein\"]\n\"discriminator.norm\" = [\"spectral\"]\n").empty());
  CHECK(of("[grid]\n\"divergence\" = [\"wasserstein\"]\n\"discriminator.norm\" = [\"spectral\"]\n"
           "\"discriminator.attention\" = [8]\n")
            .size() == 1);
}

TEST_CASE("a log-ratio link is refused where f is not strictly convex", "[unit]") {
  CHECK(of("link = \"log_ratio\"\n").empty());
  CHECK(of("[grid]\n\"divergence\" = [{ name = \"total_variation\", link = \"log_ratio\" }]\n") ==
        Lines{"toy.toml:12:52: divergence.link is \"log_ratio\", but total_variation cannot have that: f is not "
              "strictly convex, so no score can be read as log p/q"});
}

TEST_CASE("a published link is refused where the divergence's file gives none", "[unit]") {
  CHECK(of("[grid]\n\"divergence\" = [{ name = \"formula\", link = \"published\" }]\n") ==
        Lines{"toy.toml:12:44: divergence.link is \"published\", but formula cannot have that: its file gives no "
              "activation"});
}

TEST_CASE("a generator loss that a divergence does not have is refused", "[unit]") {
  CHECK(of("[grid]\n\"divergence\" = [{ name = \"hinge\", generator_loss = \"non_saturating\" }]\n")
            .at(0)
            .find("divergence.generator_loss is \"non_saturating\", but hinge cannot have that: it has no "
                  "non-saturating generator loss") != std::string::npos);
}

TEST_CASE("a generator may have a divergence of its own, a component like any other", "[unit]") {
  const std::string game = "link = \"log_ratio\"\ngenerator_loss = { name = \"alpha\", alpha = 0.3 }\n";
  const Expansion e = expanded(toy(game));
  REQUIRE(e.cells.size() == 1);
  CHECK(at(e.cells[0], {"divergence"}) ==
        "{ name = \"kl\", link = \"log_ratio\", generator_loss = { name = \"alpha\", link = \"log_ratio\", "
        "generator_loss = \"saturating\", alpha = 0.3 } }");
  CHECK(e.cells[0].spec_sha256 != expanded(toy("link = \"log_ratio\"\n")).cells[0].spec_sha256);
  const auto names = named_components(config::parse_toml(toy(game), "toy.toml"));
  CHECK(std::ranges::find(names, std::pair<Kind, std::string>(Kind::divergence, "alpha")) != names.end());
  CHECK(std::ranges::find(names, std::pair<Kind, std::string>(Kind::divergence, "saturating")) == names.end());
}

TEST_CASE("a grid varies the critic's divergence and the generator's", "[unit]") {
  const Expansion e =
      expanded(toy("link = \"log_ratio\"\n[grid]\n\"divergence\" = [\"kl\", \"reverse_kl\"]\n"
                   "\"divergence.generator_loss\" = [\"saturating\", { name = \"kl\" }, { name = \"alpha\" }]\n"));
  REQUIRE(e.cells.size() == 6);
  CHECK(at(e.cells[3], {"divergence", "generator_loss"}) == "\"saturating\"");
  CHECK(at(e.cells[5], {"divergence", "name"}) == "\"reverse_kl\"");
  CHECK(at(e.cells[5], {"divergence", "generator_loss", "name"}) == "\"alpha\"");
  const Expansion by_name =
      expanded(toy("link = \"log_ratio\"\ngenerator_loss = { name = \"alpha\", alpha = 0.3 }\n[grid]\n"
                   "\"divergence.generator_loss.name\" = [\"alpha\", \"kl\"]\n"));
  REQUIRE(by_name.cells.size() == 2);
  CHECK(at(by_name.cells[0], {"divergence", "generator_loss", "alpha"}) == "0.3");
  CHECK(at(by_name.cells[1], {"divergence", "generator_loss", "alpha"}) == "");
}

TEST_CASE("a generator's own divergence is dropped by a critic that reads no log-ratio, and says so", "[unit]") {
  const Expansion e = expanded(
      toy("link = \"log_ratio\"\ngenerator_loss = { name = \"kl\" }\n[grid]\n\"divergence\" = [\"alpha\", \"mmd\"]\n"));
  REQUIRE(e.cells.size() == 2);
  CHECK(at(e.cells[0], {"divergence", "generator_loss", "name"}) == "\"kl\"");
  CHECK(e.cells[1].ignored ==
        Lines{"divergence.generator_loss = { name = \"kl\" }", "divergence.link = \"log_ratio\"", "discriminator"});
}

TEST_CASE("a generator's own divergence that makes no sense is refused, and says why", "[unit]") {
  const auto first = [](const std::string& keys) { return of(keys).at(0); };
  CHECK(first("generator_loss = { name = \"kl\" }\n").find("a critic's score must be a log p/q for that") !=
        std::string::npos);
  const std::string ratio = "link = \"log_ratio\"\n";
  CHECK(first(ratio + "generator_loss = { name = \"mmd\" }\n").find("it is no f-divergence") != std::string::npos);
  CHECK(first(ratio + "generator_loss = { name = \"total_variation\" }\n").find("not strictly convex") !=
        std::string::npos);
  CHECK(
      first(ratio + "generator_loss = { name = \"kl\", link = \"published\" }\n").find("its link must be log_ratio") !=
      std::string::npos);
  CHECK(first(ratio + "generator_loss = { name = \"alpha\", alpha = 2 }\n") ==
        "toy.toml:12:44: divergence.generator_loss.alpha is 2, but must be in (0, 1)");
  CHECK(first(ratio + "generator_loss = { name = \"klx\" }\n").find("divergence.generator_loss.name is \"klx\", but") !=
        std::string::npos);
  CHECK(first(ratio + "generator_loss = { alpha = 0.3 }\n").find("divergence.generator_loss.name is missing") !=
        std::string::npos);
  CHECK(first(ratio + "generator_loss = { name = \"kl\", generator_loss = { name = \"kl\" } }\n")
            .find("divergence.generator_loss.generator_loss is {") != std::string::npos);
}

TEST_CASE("all complaints come at once, each once, in file order, at most twenty", "[unit]") {
  const Lines lines =
      complaints("seed = -1\n" + toy("[train]\nema = 2\nbatch = 0\n[log]\nevery = 0\n[grid]\n\"divergence\" = [\"kl\", "
                                     "\"alpha\", \"reverse_kl\"]\n"));
  REQUIRE(lines.size() == 4);
  CHECK(lines[0].find("toy.toml:1:8: ") == 0);
  CHECK(lines[1].find("toy.toml:13:7: ") == 0);
  CHECK(lines[2].find("toy.toml:14:9: ") == 0);
  CHECK(lines[3].find("toy.toml:16:9: ") == 0);
  std::string many = "[train]\n";
  for (int i = 0; i < 50; ++i) many += "unknown" + std::to_string(i) + " = 1\n";
  CHECK(of(many).size() == 20);
  CHECK(of(many).back() == "and 31 more");
}

TEST_CASE("a complaint stays readable whatever stands in the file", "[unit]") {
  const Lines lines = of("[train]\nprecision = \"" + std::string(100'000, 'x') + "\"\n\"\\u001b[31m\" = 1\n");
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].size() < 1200);
  for (const std::string& line : lines)
    CHECK(std::none_of(line.begin(), line.end(), [](unsigned char c) { return c < 0x20; }));
}

TEST_CASE("experiments with random mistakes resolve or are refused, never crash", "[unit]") {
  const std::string good = "seed = 1\n" + toy(R"(link = "log_ratio"
[[regularizer]]
name = "weight_clip"
bound = { from = 0.1, to = 0.01, over = 5 }
[metrics]
names = ["modes", { name = "emd", samples = 9 }]
[grid]
"divergence" = ["kl", { name = "alpha", alpha = 0.3 }, "mmd"]
generator.hidden = [[1], [2, 3]]
[[grid.zip]]
"optimizer.generator.rate" = [1, 2]
"regularizer[0].bound" = [3, 4]
[[grid.random]]
count = 2
"seed" = { int_uniform = [1, 9] }
[[grid.set]]
when = { "divergence.name" = "kl" }
set = { "train" = { batch = 2 }, regularizer = [] }
[[grid.skip]]
"seed" = 1
)");
  CHECK(complaints(good).empty());
  const std::vector<std::string> pieces{"[",     "]",    "{ }",    "[]",      "\"\"",   "5",           "-1",
                                        "1e400", "true", "\"kl\"", "name",    "grid",   "seed",        ".",
                                        "=",     ",",    "\n",     "\"a.b\"", "[grid]", "[[grid.zip]]"};
  std::mt19937_64 random(11);
  for (int round = 0; round < 2000; ++round) {
    std::string text = good;
    for (int edit = 0; edit < 1 + round % 3; ++edit) {
      std::size_t at = random() % text.size(), end = text.find_first_of(" \n=[]{},", at);
      text.replace(at, std::min(end, text.size()) - at, pieces[random() % pieces.size()]);
    }
    try {
      const Table table = config::parse_toml(text, "toy.toml");
      named_components(table);
      expand(table, catalogue(), round % 5 == 0);
    } catch (const Error& error) {
      CHECK(error.complaints().size() <= 20);
    }
  }
}
