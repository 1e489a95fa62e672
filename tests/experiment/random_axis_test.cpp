// [[grid.random]]: sampled axes.
#include "grid_scene.hpp"

using namespace toys;
using namespace grid_scene;

TEST_CASE("sampled axes are reproducible from the seed, whatever their count and neighbours", "[unit]") {
  const auto draw = [](const std::string& more, int count, const std::string& seed = "seed = 5\n") {
    std::vector<double> rates;
    for (const Cell& cell :
         expanded(seed + toy("[[grid.random]]\n\"optimizer.generator.rate\" = { log_uniform = [1e-5, 1e-2] }\n" + more +
                             "count = " + std::to_string(count) + "\n"))
             .cells) {
      rates.push_back(cell.spec.find("optimizer")->get<Table>().find("generator")->get<Table>().find("rate")->number());
    }
    return rates;
  };
  const std::vector<double> all = draw("", 200), few = draw("\"train.batch\" = { int_uniform = [1, 64] }\n", 20);
  CHECK(std::equal(few.begin(), few.end(), all.begin()));
  double mean = 0;
  for (double rate : all) {
    CHECK((rate >= 1e-5 && rate <= 1e-2));
    mean += std::log10(rate) / 200;
  }
  CHECK(std::abs(mean + 3.5) < 0.25);  // std of the mean: 3 / √12 / √200 = 0.061; 4σ
  CHECK(draw("", 1) == std::vector<double>{all.front()});
  CHECK(draw("", 1, "seed = 6\n").front() != all.front());
}

TEST_CASE("each distribution keeps its range and type", "[unit]") {
  const Expansion e = expanded(toy(R"([[grid.random]]
count = 300
"seed" = { int_uniform = [10, 12] }
"train.ema" = { uniform = [0.25, 0.5] }
"divergence" = { choice = ["kl", { name = "alpha", alpha = 0.3 }] }
"regularizer" = { choice = [[], "r1"] }
"data.std" = { normal = [5, 0.5] }
)"));
  REQUIRE(e.cells.size() == 300);
  std::set<std::string> seeds, divergences, regularizers;
  double mean = 0;
  for (const Cell& cell : e.cells) {
    seeds.insert(at(cell, {"seed"}));
    divergences.insert(at(cell, {"divergence", "name"}));
    regularizers.insert(at(cell, {"regularizer"}));
    const double ema = std::stod(at(cell, {"train", "ema"}));
    CHECK((ema >= 0.25 && ema < 0.5));
    mean += std::stod(at(cell, {"data", "std"})) / 300;
  }
  CHECK(seeds == std::set<std::string>{"10", "11", "12"});
  CHECK(divergences == std::set<std::string>{"\"kl\"", "\"alpha\""});
  CHECK(regularizers == std::set<std::string>{"[]", "[{ name = \"r1\", gamma = 1.0 }]"});
  CHECK(std::abs(mean - 5) < 0.12);  // 4 · 0.5 / √300
}

TEST_CASE("a sampled axis says what its distribution must be", "[unit]") {
  const auto of = [](const std::string& keys) { return complaints(toy("[[grid.random]]\n" + keys)).at(0); };
  CHECK(of("\"seed\" = { int_uniform = [0, 9] }\n").find("toy.toml:11:1: grid.random.count is missing") == 0);
  CHECK(of("count = 0\nseed = { int_uniform = [0, 9] }\n") ==
        "toy.toml:12:9: grid.random.count is 0, but must be an integer in [1, 10000]");
  CHECK(of("count = 2\nseed = { int_uniform = [9, 0] }\n") ==
        "toy.toml:13:24: grid.random.seed.int_uniform is [9, 0], but must be [low, high], both integers, low at most "
        "high");
  CHECK(of("count = 2\n\"train.ema\" = { log_uniform = [0, 1] }\n").find("must be [low, high], 0 < low < high") !=
        std::string::npos);
  CHECK(of("count = 2\n\"train.ema\" = { uniform = [1, 0] }\n").find("must be [low, high], low < high") !=
        std::string::npos);
  CHECK(of("count = 2\n\"train.ema\" = { normal = [1, 0] }\n").find("must be [mean, std], std positive") !=
        std::string::npos);
  CHECK(of("count = 2\n\"train.ema\" = { choice = [] }\n").find("must be a list of values") != std::string::npos);
  CHECK(of("count = 2\n\"train.ema\" = { log_unifrom = [1, 2] }\n")
            .find("must be a distribution | did you mean log_uniform?") != std::string::npos);
  CHECK(of("count = 2\n\"train.ema\" = [1, 2]\n").find("must be a distribution | one of { uniform") !=
        std::string::npos);
  CHECK(of("count = 2\n").find("toy.toml:11:1: [[grid.random]] samples no key") == 0);
}
