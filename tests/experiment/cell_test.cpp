#include <filesystem>
#include <ganzoo/config/document.hpp>
#include <ganzoo/config/toml.hpp>
#include <ganzoo/experiment/grid/cell.hpp>
#include <ganzoo/experiment/grid/expand.hpp>
#include <ganzoo/experiment/grid/listing.hpp>
#include <ganzoo/experiment/grid/named_components.hpp>
#include <ganzoo/experiment/spec/catalogue.hpp>
#include <sstream>

#include "experiment/toy_catalogue.hpp"
#include "support/catch.hpp"

using namespace toys;

namespace {

std::string id(const std::string& text, const Catalogue& known = catalogue()) {
  return expand(config::parse_toml(text, "toy.toml"), known, false).cells.at(0).id;
}

std::string labels(const std::string& path, const Value& value) {
  const std::string text = cell_id({{path, value}}, "");
  return text.substr(0, text.size() - 9);
}

}  // namespace

TEST_CASE("a cell's id does not change with the release: golden values", "[unit]") {
  CHECK(cell_id({}, "") == "base-e3b0c442");
  CHECK(cell_id({{"divergence", "kl"}, {"seed", 0}}, "abc") == "kl-s0-ba7816bf");
  CHECK(id(toy()) == "base-7abcbd56");
  CHECK(id(toy("[[regularizer]]\nname = \"r1\"\n[grid]\n\"optimizer.generator.rate\" = [1e-3]\n")) ==
        "rate0.001-2bb58735");
}

TEST_CASE("a cell's id does not hang on the order of keys, on defaults written out, or on the title", "[unit]") {
  const std::string plain = id(toy());
  CHECK(id("divergence = \"kl\"\ndiscriminator = \"mlp\"\ngenerator = \"mlp\"\ndata = \"ring\"\nsteps = 1000\ntitle = "
           "\"other\"\n") == plain);
  CHECK(id(toy("link = \"published\"\n[optimizer.generator]\nbeta1 = 0.5\nrate = 1e-4\nname = "
               "\"adam\"\n[scheduler]\ncritic_steps = 1\n"
               "[train]\nema = 0\nbatch = 256\n[metrics]\nsamples = 2500\nevery = 50\nnames = []\n[log]\ncommit = "
               "3\n[plugins]\npaths = [\"x\"]\n")) == plain);
}

TEST_CASE("a cell's id changes with what a result hangs on", "[unit]") {
  const std::string plain = id(toy());
  for (const char* more :
       {"link = \"log_ratio\"\n", "[train]\nthreads = 2\n", "[metrics]\nevery = 51\n",
        "[metrics]\nnames = [\"modes\"]\n", "[[regularizer]]\nname = \"r1\"\n", "[optimizer.generator]\nrate = 2e-4\n",
        "[optimizer.generator]\nrate = { from = 1e-4, to = 1e-5, over = 10 }\n", "[log]\nevery = 1\n"}) {
    INFO(more);
    CHECK(id(toy(more)) != plain);
  }
  CHECK(id("seed = 1\n" + toy()) != plain);
  Catalogue newer = catalogue();
  newer[{Kind::divergence, "kl"}].version = 2;
  CHECK(id(toy(), newer) != plain);
}

TEST_CASE("a ramp's keys may stand in any order", "[unit]") {
  CHECK(id(toy("[optimizer.generator]\nrate = { from = 1e-3, to = 0, over = 9, shape = \"linear\" }\n")) ==
        id(toy("[optimizer.generator]\nrate = { to = 0.0, from = 0.001, over = 9 }\n")));
}

TEST_CASE("a cell's label is readable and safe in a file name", "[unit]") {
  CHECK(labels("divergence", "kl") == "kl");
  CHECK(labels("divergence", "./my/mine.so") == "mine");
  CHECK(labels("divergence", config::parse_toml("name = \"alpha\"\nalpha = 0.3\n", "")) == "alpha0.3");
  CHECK(labels("divergence", config::parse_toml("name = \"kl\"\nlink = \"log_ratio\"\n", "")) == "kl_log_ratio");
  CHECK(labels("regularizer", List{config::parse_toml("name = \"r1\"\ngamma = 2.0\n", "")}) == "r1_gamma2");
  CHECK(labels("optimizer.generator.rate", config::parse_toml("from = 1e-3\nto = 0\n", "")) == "rate_from0.001_to0");
  CHECK(labels("seed", 7) == "s7");
  CHECK(labels("optimizer.generator.rate", 1e-5) == "rate1e-05");
  const std::string two =
      cell_id({{"optimizer.generator.rate", 1.5}, {"optimizer.discriminator.rate", 2.5}, {"seed", 1}}, "");
  CHECK(two.substr(0, two.size() - 9) == "generator.rate1.5-discriminator.rate2.5-s1");
  CHECK(labels("scheduler.critic_steps", 5) == "critic_steps5");
  CHECK(labels("generator.hidden", List{64, 32}) == "hidden64x32");
  CHECK(labels("regularizer", List{}) == "none");
  CHECK(labels("regularizer", List{"r1", "r2"}) == "r1+r2");
  CHECK(labels("train.x", true) == "xtrue");
  CHECK(labels("data.name", "../../etc") == "etc");
  CHECK(labels("data.name", "..") == "_..");
  CHECK(labels("data.name", "a b\nc\xc3\xa4") == "a_b_c__");
  CHECK(labels("data.name", std::string(300, 'x')).size() == 80);
}

TEST_CASE("a resolved spec has every key, and resolves to itself", "[unit]") {
  const Cell cell =
      expanded(toy("[[regularizer]]\nname = \"r1\"\n[metrics]\nnames = [\"modes\", { name = \"emd\", samples = 9 }]\n"))
          .cells.at(0);
  CHECK(at(cell, {"metrics"}) ==
        "{ every = 50, floor = 39, select = \"\", samples = 2500, names = [{ name = \"modes\", samples = 0 }, { name = "
        "\"emd\", samples = 9 }] }");
  CHECK(at(cell, {"log"}) == "{ every = 10, snapshots = 20, commit = 10.0, keep_checkpoint = false }");
  CHECK(at(cell, {"train"}) ==
        "{ batch = 256, threads = 1, precision = \"fp32\", noise = \"independent\", ema = 0.0 }");
  CHECK(at(cell, {"scheduler"}) == "{ name = \"alternating\", critic_steps = 1, first = \"critic\" }");
  CHECK(at(cell, {"optimizer", "discriminator"}) == "{ name = \"adam\", rate = 0.0001, beta1 = 0.5 }");
  CHECK(at(cell, {"regularizer"}) == "[{ name = \"r1\", gamma = 1.0 }]");
  CHECK(at(cell, {"seed"}) == "0");
  CHECK(at(cell, {"plugins", "paths"}) == "[]");
  CHECK(at(cell, {"grid"}) == "");
  const Cell again = expanded(config::to_toml(cell.spec)).cells.at(0);
  CHECK(again.spec == cell.spec);
  CHECK(again.id == cell.id);
}

TEST_CASE("epochs stand in steps' place, and how often to measure is then said later", "[unit]") {
  std::string text = toy();
  text.replace(text.find("steps = 1000"), 12, "epochs = 2.5");
  const Cell cell = expanded(text).cells.at(0);
  CHECK(at(cell, {"epochs"}) == "2.5");
  CHECK(at(cell, {"steps"}) == "");
  CHECK(at(cell, {"metrics", "every"}) == "0");
}

TEST_CASE("files and components' paths are relative to the file that names them, in ids as written", "[unit]") {
  Catalogue known = catalogue();
  const std::string mine = (std::filesystem::current_path() / "some/mine.so").string();
  known[{Kind::divergence, mine}] = known[{Kind::divergence, "kl"}];
  const std::string text =
      "title = \"t\"\nsteps = 1\ngenerator = \"mlp\"\ndiscriminator = \"mlp\"\ndivergence = \"./mine.so\"\n"
      "[data]\nname = \"idx\"\nimages = \"../x.idx\"\n[plugins]\npaths = [\"lib\"]\n";
  const Cell cell = expand(config::parse_toml(text, "some/toy.toml"), known, false).cells.at(0);
  const std::filesystem::path here = std::filesystem::current_path();
  CHECK(at(cell, {"data", "images"}) == ganzoo::to_string(Value((here / "x.idx").string())));
  CHECK(at(cell, {"divergence", "name"}) == ganzoo::to_string(Value(mine)));
  CHECK(at(cell, {"plugins", "paths"}) == ganzoo::to_string(Value(List{(here / "some/lib").string()})));
  known[{Kind::divergence, (here / "other/mine.so").string()}] = known[{Kind::divergence, "kl"}];
  CHECK(expand(config::parse_toml(text, "other/toy.toml"), known, false).cells.at(0).id == cell.id);
}

TEST_CASE("the components an experiment names are those of its base, its grid and the defaults", "[unit]") {
  const auto names = named_components(config::parse_toml(toy(R"([metrics]
names = ["modes", { name = "emd" }]
[grid]
"divergence" = ["reverse_kl", { name = "alpha" }, "./mine.so"]
"optimizer" = [{ generator = "sgd" }]
"regularizer" = [[], ["weight_clip", { name = "r1" }], "r2"]
[[grid.random]]
count = 50
scheduler.name = { choice = ["simultaneous", "wgan"] }
[[grid.set]]
when = { seed = 1 }
set = { data = "idx", "metrics.names" = ["parzen"] }
)"),
                                                         "toy.toml"));
  std::vector<std::string> found;
  for (const auto& [kind, name] : names)
    found.push_back(std::string(name_of(kind)) + " " + std::filesystem::path(name).filename().string());
  std::sort(found.begin(), found.end());
  CHECK(found == std::vector<std::string>{
                     "data idx", "data ring", "discriminator mlp", "divergence alpha", "divergence kl",
                     "divergence mine.so", "divergence reverse_kl", "generator mlp", "metric emd", "metric modes",
                     "metric parzen", "optimizer adam", "optimizer sgd", "regularizer r1", "regularizer r2",
                     "regularizer weight_clip", "scheduler alternating", "scheduler simultaneous", "scheduler wgan"});
}

TEST_CASE("a component that cannot be loaded fails its own cells, the others stand", "[unit]") {
  Catalogue known = catalogue();
  known[{Kind::divergence, "broken"}] = {.kind = Kind::divergence,
                                         .name = "broken",
                                         .file = "",
                                         .sha256 = "",
                                         .version = 1,
                                         .schema = {},
                                         .about = {},
                                         .traits = {},
                                         .failure = "no entry point",
                                         .hint = "build it again",
                                         .found = true};
  const Expansion e = expand(
      config::parse_toml(toy("[grid]\n\"divergence\" = [\"kl\", { name = \"broken\", sharpness = 3 }]\n"), "toy.toml"),
      known, false);
  REQUIRE(e.cells.size() == 2);
  CHECK(e.cells[0].failure == "");
  CHECK(e.cells[1].failure == "divergence broken: no entry point (build it again)");
  CHECK(at(e.cells[1], {"divergence", "sharpness"}) == "3");
}

TEST_CASE("the list shows the cells, what each ignores, what fails, and how many there are", "[unit]") {
  Expansion e = expanded(toy("link = \"log_ratio\"\n[grid]\n\"divergence\" = [\"kl\", \"mmd\"]\nseed = [0, 0]\n"));
  e.cells[0].id = "kl-s0-00000000";
  e.cells[1].id = "mmd-s0-11111111";
  e.cells[0].failure = "data ring: gone";
  e.notices = {"one notice"};
  std::ostringstream out;
  print_list(e, out);
  CHECK(out.str() ==
        "kl-s0-00000000   fails: data ring: gone\n"
        "mmd-s0-11111111  ignores divergence.link = \"log_ratio\", discriminator\n"
        "one notice\n2 cells\n");
}
